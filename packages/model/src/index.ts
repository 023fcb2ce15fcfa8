export { parameterShapes } from './autoencoder/shapes.js';
export * from './config.js';
export * from './detectors/registry.js';
export * from './parameter-set.js';
export * from './presets.js';
export * from './safetensors.js';
export * from './state.js';
export type * from './training/callback.js';
export * from './training/checkpoint.js';
