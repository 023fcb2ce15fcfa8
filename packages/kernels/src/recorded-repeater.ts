/** A repeater over an engine's recordings: which form of the inputs is recorded, repeated, or run as it is. */
import { countRepetition, plainRepeater, recordingGeneration } from './repeat.js';
import type { Computation, InputArrays, Repeater } from './repeater.js';
import type { tf } from './tensorflow.js';

/** A recorded computation for inputs of certain shapes. */
export interface Recorded {
  /** Whether the caller still has results of the run before, which a repetition would overwrite. */
  isHeld(): boolean;
  /** Whether all tensors that the computation read are still where they were. */
  isValid(): boolean;
  /** Runs the recorded work on other values. @returns the results, for the caller to dispose of */
  repeat(arrays: InputArrays): tf.Tensor[];
  dispose(): void;
}

/** What an engine brings to record computations. */
export interface Recorder {
  /** How often a computation that could not be repeated is recorded again, because the first run may differ. */
  readonly attempts: number;
  /** Whether nothing can be recorded or repeated now. */
  isBusy(): boolean;
  /** Runs a computation. @returns its results, and the recording where it can be repeated */
  record<Arrays extends InputArrays>(
    arrays: Arrays,
    compute: Computation<Arrays>,
  ): { readonly results: tf.Tensor[]; readonly recorded?: Recorded };
  /** Frees what is kept beside the recordings. */
  dispose(): void;
}

/** Forms of inputs that are recorded, such as whole and last batches; others run as they are. */
const MOST = 8;

/** A form of the inputs. */
interface Known {
  readonly recorded?: Recorded;
  /** The generation of the recording. */
  readonly generation?: number;
  /** Recordings that failed, one after the other. */
  readonly failures: number;
}

/** Runs a computation by its recording where there is one. */
export class RecordedRepeater implements Repeater {
  readonly #recorder: Recorder;
  /** By the shapes of the inputs. */
  readonly #known = new Map<string, Known>();

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  run<Arrays extends InputArrays>(inputs: Arrays, compute: Computation<Arrays>): tf.Tensor[] {
    const form = formOf(inputs);
    const known = this.#known.get(form);
    const recorded = known?.recorded;
    const isFull = !known && this.#known.size >= MOST;
    const isClosed = !recorded && (known?.failures ?? 0) >= this.#recorder.attempts;
    if (isFull || isClosed || recorded?.isHeld() || this.#recorder.isBusy())
      return plainRepeater.run(inputs, compute);
    if (known?.generation === recordingGeneration() && recorded?.isValid()) {
      countRepetition();
      return recorded.repeat(inputs);
    }
    recorded?.dispose();
    return this.#record(form, known?.failures ?? 0, inputs, compute);
  }

  dispose(): void {
    for (const { recorded } of this.#known.values()) recorded?.dispose();
    this.#known.clear();
    this.#recorder.dispose();
  }

  #record<Arrays extends InputArrays>(
    form: string,
    failures: number,
    inputs: Arrays,
    compute: Computation<Arrays>,
  ): tf.Tensor[] {
    this.#known.set(form, { failures: failures + 1 }); // also where it throws
    const { results, recorded } = this.#recorder.record(inputs, compute);
    if (recorded) {
      this.#known.set(form, { recorded, generation: recordingGeneration(), failures: 0 });
    }
    return results;
  }
}

function formOf(inputs: InputArrays): string {
  return Object.entries(inputs)
    .map(([name, array]) => `${name} ${array?.shape.join(' ') ?? ''}`)
    .join();
}
