export { openJson } from './json-reader.js';
