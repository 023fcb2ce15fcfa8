export type { ChannelMap, LinearMap, QuantileMap } from './channel-map.js';
export { type ScalerKind, scalers } from './registry.js';
export * from './scaler.js';
