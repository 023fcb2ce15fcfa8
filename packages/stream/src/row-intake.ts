/**
 * Which rows are taken, and in which order. Rows wait for the time that is allowed for late ones, and are given
 * in the order of their times; of rows with the same time the first one counts; a row that comes when a later one
 * was given already is late and is left out. What is left out is counted.
 */

/** Counts of rows; plain data. */
export interface IntakeCounts {
  /** Rows that were given. */
  readonly taken: number;
  /** Rows left out because a later one was given before. */
  readonly late: number;
  /** Rows left out because their time was there already. */
  readonly repeated: number;
  /** Steps between rows that are gaps. */
  readonly gaps: number;
}

/** Rows in the order of their times. */
export interface TakenRows {
  /** (n) */
  readonly timestamps: Float64Array;
  /** (n, C) */
  readonly values: Float32Array;
}

/** A row that waits for late ones; plain data, null for a missing reading. */
export interface WaitingRow {
  readonly time: number;
  readonly values: readonly (number | null)[];
}

/** What to go on with after a restart; plain data. */
export interface IntakeState {
  readonly counts: IntakeCounts;
  /** Time of the last row that was given; null before the first. */
  readonly last: number | null;
  readonly waiting: readonly WaitingRow[];
}

/** Takes rows as they come. */
export interface RowIntake {
  /**
   * The rows that are to be scored now.
   *
   * @param times (n), NaN for rows without times, which are numbered
   * @param values (n, C)
   */
  push(times: Float64Array, values: Float32Array): TakenRows;
  /** The rows that still wait, at the end of the source. */
  finish(): TakenRows;
  state(): IntakeState;
}

/** How rows are taken. */
export interface IntakeParts {
  /** C, readings of a row. */
  readonly width: number;
  /** Usual step between rows, in the unit of their clock. */
  readonly period: number;
  /** Time to wait for late rows, in the unit of their clock. */
  readonly wait: number;
}

/** Starts taking rows. @param state before a restart */
export function startIntake(
  { width: C, period, wait }: IntakeParts,
  state?: IntakeState,
): RowIntake {
  const counts = { taken: 0, late: 0, repeated: 0, gaps: 0, ...state?.counts };
  let last = state?.last ?? -Infinity;
  let newest = last;
  const waiting: { time: number; values: Float32Array }[] = [];
  const hold = (time: number, values: Float32Array): void => {
    if (time > newest) waiting.push({ time, values });
    else if (time < last) counts.late++;
    else if (time === last || waiting.some((row) => row.time === time)) counts.repeated++;
    else {
      const after = waiting.findLastIndex((row) => row.time < time);
      waiting.splice(after + 1, 0, { time, values });
    }
    newest = Math.max(newest, time);
  };
  for (const { time, values } of state?.waiting ?? []) {
    hold(
      time,
      Float32Array.from(values, (value) => value ?? NaN),
    );
  }
  const release = (until: number): TakenRows => {
    const kept = waiting.findIndex(({ time }) => time > until);
    const rows = waiting.splice(0, kept < 0 ? waiting.length : kept);
    const values = new Float32Array(rows.length * C);
    for (const [n, row] of rows.entries()) {
      if (last > -Infinity && row.time - last > 1.5 * period) counts.gaps++;
      last = row.time;
      values.set(row.values, n * C);
    }
    counts.taken += rows.length;
    return { timestamps: Float64Array.from(rows, ({ time }) => time), values };
  };
  return {
    push(times, values) {
      for (let t = 0; t < times.length; t++) {
        const number = (counts.taken + waiting.length) * period;
        hold(Number.isNaN(times[t]) ? number : times[t], values.slice(t * C, (t + 1) * C));
      }
      return release(newest - wait);
    },
    finish: () => release(Infinity),
    state: () => ({
      counts: { ...counts },
      last: last === -Infinity ? null : last,
      waiting: waiting.map(({ time, values }) => ({
        time,
        values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      })),
    }),
  };
}
