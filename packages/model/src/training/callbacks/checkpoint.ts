/** Checkpointing: keeps the latest and the best state of a fit, so that it can be resumed from either. */
import { encodeState } from '../../state.js';
import type { Callback, FitAccess } from '../callback.js';
import { encodeCheckpoint } from '../checkpoint.js';

/** Where checkpoints are kept; files are the caller's business. */
export interface CheckpointSink {
  /** Keeps the best epoch so far, beside or in place of the best one before. */
  writeBest(at: { epoch: number; step: number }, bytes: Uint8Array): void | Promise<void>;
  /** Keeps the latest epoch in place of the one before. */
  writeLast(bytes: Uint8Array): void | Promise<void>;
}

/**
 * A callback that keeps a full checkpoint of every latest and every best epoch.
 *
 * After a resume the best epoch from before it is kept first: with its weights alone where the
 * checkpoint was a later epoch's, since the optimiser has moved on.
 */
export function saveCheckpoints(sink: CheckpointSink): Callback {
  return {
    async onFitStart(_, access) {
      if (access.best) await sink.writeBest(access.best, await encodeBest(access));
    },
    async onEpochSave(report, access) {
      const bytes = encodeCheckpoint(await access.checkpoint());
      if (report.isBest) await sink.writeBest(report, bytes);
      await sink.writeLast(bytes);
    },
  };
}

async function encodeBest(access: FitAccess): Promise<Uint8Array> {
  const { best, step } = access;
  if (best?.step === step) return encodeCheckpoint(await access.checkpoint());
  return encodeState({ ...(await access.detector()), ...(best && { arrays: best.arrays }) });
}
