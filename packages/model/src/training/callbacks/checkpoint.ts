/** Checkpointing: keeps the latest and the best states of a fit, so that it can be resumed from either. */
import { CheckpointsConfig } from '../../config/checkpoints.js';
import { encodeState } from '../../state.js';
import type { Callback, FitAccess, FitStart } from '../callback.js';
import { encodeCheckpoint } from '../checkpoint.js';
import type { EpochReport, StepReport, ValidReport } from '../report.js';
import { type Place, type Ranked, rankBest } from './rank-best.js';

/** Where checkpoints are kept; files are the caller's business. */
export interface CheckpointSink {
  /**
   * Keeps a checkpoint of one of the best epochs so far.
   *
   * @param kept all of those to keep, the best first, this one included; others are no longer needed
   */
  writeBest(at: Place, bytes: Uint8Array, kept: readonly Place[]): void | Promise<void>;
  /** Keeps the latest state in place of the one before. */
  writeLast(bytes: Uint8Array): void | Promise<void>;
}

/**
 * A callback that keeps full checkpoints of the best epochs and of the latest state: at the start of the fit,
 * within an epoch by steps or by time, at the end of an epoch, and where the fit is interrupted. How many
 * and how often is up to the settings of the fit.
 *
 * After a resume the best epoch from before it is kept first: with its weights alone where the
 * checkpoint was a later epoch's, since the optimiser has moved on.
 */
export function saveCheckpoints(sink: CheckpointSink): Callback {
  const keeper = new CheckpointKeeper(sink);
  return {
    onFitStart: (start, access) => keeper.begin(start, access),
    onStepSave: (report, access) => keeper.afterStep(report, access),
    onValidEnd: (report, access) => keeper.afterValidation(report, access),
    onEpochSave: (report, access) => keeper.afterEpoch(report, access),
    onInterrupt: (access) => keeper.writeLast(access),
  };
}

class CheckpointKeeper {
  readonly #sink: CheckpointSink;
  #settings = CheckpointsConfig.parse({});
  #order: 'lowest' | 'latest' = 'lowest';
  #kept: readonly Ranked[] = [];
  /** The validation at the end of the epoch. */
  #ended: ValidReport | undefined;
  #saved = performance.now();

  constructor(sink: CheckpointSink) {
    this.#sink = sink;
  }

  async begin({ config }: FitStart, access: FitAccess): Promise<void> {
    this.#settings = config;
    this.#order = config.keepEpoch === 'last' ? 'latest' : 'lowest';
    // the first, so that a fit killed from here on has a state to continue from: the best may be weights alone
    await this.writeLast(access);
    if (access.best) await this.#writeBest(access.best, () => encodeBest(access));
  }

  async afterStep({ step }: StepReport, access: FitAccess): Promise<void> {
    const { checkpointEverySteps: steps, checkpointEverySeconds: seconds } = this.#settings;
    const byTime = seconds > 0 && performance.now() - this.#saved >= 1000 * seconds;
    if (byTime || (steps > 0 && step % steps === 0)) await this.writeLast(access);
  }

  async afterValidation(report: ValidReport, access: FitAccess): Promise<void> {
    if (report.endsEpoch) this.#ended = report;
    else if (report.isBest) await this.#writeBest(report, () => encodeNow(access));
  }

  async afterEpoch(report: EpochReport, access: FitAccess): Promise<void> {
    const { epoch, step, cut } = report;
    const loss = this.#ended?.step === step ? this.#ended.loss : report.loss;
    const due = (epoch + 1) % this.#settings.everyNEpochs === 0;
    const isBest = access.best?.step === step;
    const isCandidate = this.#settings.saveTopK < 0 ? due : !Number.isNaN(loss);
    const encode = (): Promise<Uint8Array> => encodeNow(access);
    const bytes =
      isBest || isCandidate ? await this.#writeBest({ epoch, step, loss }, encode) : undefined;
    // with a larger limit, an epoch that was cut goes on from the checkpoint of before its end
    if (due && !cut) await this.writeLast(access, bytes);
  }

  async writeLast(access: FitAccess, bytes?: Uint8Array): Promise<void> {
    if (!this.#settings.saveLast) return;
    await this.#sink.writeLast(bytes ?? (await encodeNow(access)));
    this.#saved = performance.now();
  }

  /** @returns the bytes; undefined where the checkpoint is none of the best */
  async #writeBest(
    { epoch, step, loss }: Ranked,
    encode: () => Promise<Uint8Array>,
  ): Promise<Uint8Array | undefined> {
    const at = { epoch, step, loss };
    const ranked = rankBest([...this.#kept, at], this.#settings.saveTopK, this.#order);
    if (!ranked.includes(at)) return undefined;
    const bytes = await encode();
    await this.#sink.writeBest(at, bytes, ranked);
    this.#kept = ranked;
    return bytes;
  }
}

async function encodeNow(access: FitAccess): Promise<Uint8Array> {
  return encodeCheckpoint(await access.checkpoint());
}

async function encodeBest(access: FitAccess): Promise<Uint8Array> {
  const { best, step } = access;
  if (best?.step === step) return encodeNow(access);
  return encodeState({ ...(await access.detector()), ...(best && { arrays: best.arrays }) });
}
