/** Scalers: the table, what they learn, and their application. */
export {
  type ChannelMap,
  type ChannelScaling,
  defineLinearScaler,
  defineScaler,
  LinearMap,
  type OwnMap,
  type ScalerParts,
  type ScalerRule,
} from './channel-map.js';
export { scalers } from './registry.js';
export * from './scaler.js';
