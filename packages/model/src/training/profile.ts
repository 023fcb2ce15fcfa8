/** Where the time of a training goes: phases of the loop, and kernels within them. */

/** The phases of a training. */
export type Phase =
  | 'gather batches'
  | 'forward, backward, optimiser'
  | 'validation'
  | 'callbacks and logging'
  | 'checkpoints';

/** A phase or a kernel, summed over its calls. */
export interface ProfileRow {
  readonly name: string;
  readonly calls: number;
  readonly seconds: number;
}

/** A kernel, with the bytes of the tensors that its calls left behind. */
export interface KernelRow extends ProfileRow {
  readonly bytes: number;
}

/** The profile of a training, as JSON. */
export interface ProfileReport {
  /** From the first to the last measurement. */
  readonly seconds: number;
  /** Longest first; what is in none of them is the rest of the loop. */
  readonly phases: readonly ProfileRow[];
  /** Longest first; they are parts of phases. */
  readonly kernels: readonly KernelRow[];
}

interface Sums {
  calls: number;
  milliseconds: number;
  bytes: number;
}

/** Sums times. */
export class Profile {
  readonly #phases = new Map<string, Sums>();
  readonly #kernels = new Map<string, Sums>();
  readonly #now: () => number;
  #began = NaN;
  #ended = NaN;

  /** @param now the clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Runs `work` and adds its time to a phase. */
  time<Result>(phase: Phase, work: () => Result): Result {
    const start = this.#now();
    const end = (): void => this.#add(this.#phases, phase, start);
    if (Number.isNaN(this.#began)) this.#began = start;
    const result = work();
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.finally(end) as Result;
  }

  /** Adds a call of a kernel. */
  addKernel(kernel: string, milliseconds: number, bytes: number): void {
    const sums = sumsOf(this.#kernels, kernel);
    sums.calls += 1;
    sums.milliseconds += milliseconds;
    sums.bytes += bytes;
  }

  report(): ProfileReport {
    return {
      seconds: Number.isNaN(this.#began) ? 0 : (this.#ended - this.#began) / 1000,
      phases: rowsOf(this.#phases).map(({ name, calls, seconds }) => ({ name, calls, seconds })),
      kernels: rowsOf(this.#kernels),
    };
  }

  #add(table: Map<string, Sums>, name: string, start: number): void {
    this.#ended = this.#now();
    const sums = sumsOf(table, name);
    sums.calls += 1;
    sums.milliseconds += this.#ended - start;
  }
}

function sumsOf(table: Map<string, Sums>, name: string): Sums {
  const sums = table.get(name) ?? { calls: 0, milliseconds: 0, bytes: 0 };
  table.set(name, sums);
  return sums;
}

function rowsOf(table: ReadonlyMap<string, Sums>): KernelRow[] {
  return [...table]
    .sort(([, a], [, b]) => b.milliseconds - a.milliseconds)
    .map(([name, { calls, milliseconds, bytes }]) => ({
      name,
      calls,
      seconds: milliseconds / 1000,
      bytes,
    }));
}
