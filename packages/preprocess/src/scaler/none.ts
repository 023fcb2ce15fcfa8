import type { ScalerRule } from './channel-map.js';

/** Leaves a channel in its own unit. */
export const none: ScalerRule = () => ({ offset: 0, scale: 1 });
