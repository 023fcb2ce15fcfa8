/** What a fit tells while it runs. A callback may ask to stop; it changes nothing else. */
import type { DetectorState } from '@anodec/core';
import type { ChosenBackend } from '../compute.js';
import type { TrainConfig } from '../config.js';
import type { Checkpoint } from './checkpoint.js';

/** One optimiser step. */
export interface StepReport {
  /** From 0. */
  readonly epoch: number;
  /** Steps made since the first epoch began. */
  readonly step: number;
  readonly loss: number;
  /** Norm of the gradient before clipping. */
  readonly gradientNorm: number;
}

/** One epoch. */
export interface EpochReport {
  /** From 0. */
  readonly epoch: number;
  /** Steps made at its end. */
  readonly step: number;
  readonly trainLoss: number;
  /** NaN where there was nothing to validate on. */
  readonly validLoss: number;
  readonly seconds: number;
  /** Whether no epoch before was better, by validation loss where there is one. */
  readonly isBest: boolean;
}

/** How a fit ended. */
export interface FitSummary {
  readonly reports: readonly EpochReport[];
  /** The epoch whose weights the fit returns. */
  readonly bestEpoch: number;
  readonly reason: 'finished' | 'early stopping' | 'callback' | 'stopped on request';
  /** Recurrent layers that ran as single operations, for want of a kernel that could do them. */
  readonly fallbacks: number;
}

/** What there is to save at the end of an epoch. Each call copies. */
export interface EpochAccess {
  /** The weights as they are now. */
  state(): DetectorState;
  /** All that is needed to go on as if nothing had happened. */
  checkpoint(): Checkpoint;
}

/** What a fit is about to do. */
export interface FitStart {
  readonly config: TrainConfig;
  readonly parameters: number;
  readonly trainWindows: number;
  readonly validWindows: number;
  readonly stepsPerEpoch: number;
  /** What computes, and why. */
  readonly backend: ChosenBackend;
}

/** Hooks, each awaited before the fit goes on. */
export interface Callback {
  onFitStart?(start: FitStart): void | Promise<void>;
  onStepEnd?(report: StepReport): void | Promise<void>;
  onEpochEnd?(
    report: EpochReport,
    access: EpochAccess,
  ): 'stop' | undefined | void | Promise<'stop' | undefined | void>;
  onFitEnd?(summary: FitSummary): void | Promise<void>;
}
