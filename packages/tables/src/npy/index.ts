export { type NpyOptions, openNpy } from './npy-reader.js';
