/** One start of one day in AnoGAN, and what became of it. */
import type { MapperWeights } from './latent-mapper.js';

/** One start of one day. */
export interface Start {
  readonly day: number;
  readonly label: number;
  /** (latentSize) */
  readonly inputs: Float32Array;
  readonly mapper: MapperWeights;
}

/** What became of it. */
export interface StartResult {
  readonly residual: number;
  readonly feature: number;
  readonly classLoss: number;
  readonly validityLoss: number;
  /** (width), scaled */
  readonly generated: Float32Array;
  readonly mapper: MapperWeights;
}
