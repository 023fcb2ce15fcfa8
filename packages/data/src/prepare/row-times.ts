/**
 * Times of the rows of a table.
 *
 * Whether 2/1/2020 is 2 January or 1 February, and whether 0, 1, 2 count seconds or rows, only the
 * whole table can say. So the rows are read in every way that their cells allow, and the times are
 * settled when the last row has come.
 */
import { ConfigError, DataError, formatTime, parseDuration, type Clock } from '@anodec/core';
import type { TableChunk } from '@anodec/tables';
import type { RepairKind } from '../repair-log.js';
import type { PrepareConfig } from './config.js';
import type { TimeColumn } from './find-time.js';
import { detectReadings, type TimeReading } from './time-readings.js';
import { compareSteadiness, unsteadiness } from './time-order.js';
import { createTimeZone } from './time-zone.js';

/** A finding on how times were read. */
export interface TimeFinding {
  readonly kind: RepairKind;
  readonly example: string;
}

/** Reads the times of the rows of one table, chunk by chunk, from the first on. */
export interface RowTimes {
  /** Certain after `finish`. */
  readonly clock: Clock;
  /** Writes the times of a chunk to `out` from `offset` on, as far as they are known by then. */
  fill(chunk: TableChunk, out: Float64Array, offset: number): void;
  /**
   * Settles how the cells are read and corrects the times of all rows so far, (T). Rows that come
   * later are read in the same way, and refused where another way fits them better.
   *
   * @throws DataError when a time cannot be one of a recording, or two lie impossibly close
   */
  finish(out: Float64Array): readonly TimeFinding[];
}

/** Bounds of the times of recordings. */
const FIRST_MOMENT = Date.UTC(1970, 0);
const LAST_MOMENT = Date.UTC(2100, 0);
/** Milliseconds that rows lie apart at the least: a microsecond, less what a double rounds away. */
const LEAST_STEP = 0.00075;

/**
 * @param first the first chunk, which shows how the cells can be read
 * @throws ConfigError when a period is given for a table that has times
 * @throws DataError when the cells of the time column are no times
 */
export function createRowTimes(
  source: string,
  time: TimeColumn | undefined,
  first: TableChunk,
  config: PrepareConfig,
): RowTimes {
  if (config.timeZone !== undefined) createTimeZone(config.timeZone); // refuses one that is not known
  if (!time) return createCountedTimes(config.period);
  if (config.period !== undefined) {
    throw new ConfigError(
      `A period must be given only for tables without times, but ${source} has the column ` +
        `${time.name}. Omit \`period\`, or set \`timeColumn: none\`.`,
    );
  }
  const readings = detectReadings(source, time, first, config.timeFormat);
  return new ReadTimes(source, time, readings, config.timeZone);
}

function createCountedTimes(period: string | undefined): RowTimes {
  const distance = period === undefined ? 1 : parseDuration(period);
  return {
    clock: period === undefined ? 'rows' : 'elapsed',
    fill(chunk, out, offset) {
      for (let r = 0; r < chunk.rows; r++) out[offset + r] = (offset + r) * distance;
    },
    finish: () => [],
  };
}

/** A reading that is still possible, with the times that it gives. */
interface Candidate {
  readonly reading: TimeReading;
  /** The times of each chunk, until they are settled. */
  readonly pieces: Float64Array[];
  /** Time of the last row; NaN before the first. */
  last: number;
}

/** The times of a column, in all ways that it can be read. */
class ReadTimes implements RowTimes {
  readonly #source: string;
  readonly #time: TimeColumn;
  readonly #zone: string | undefined;
  /** The likeliest first. */
  #candidates: Candidate[];
  /** Where the chunks begin: index of the row, and its number in the file. */
  readonly #starts: { readonly index: number; readonly row: number }[] = [];
  /** Indices of rows that name a zone of their own; only where the setting names one. */
  readonly #zoned = new Set<number>();
  #example = '';
  #settled = false;

  constructor(
    source: string,
    time: TimeColumn,
    readings: readonly TimeReading[],
    zone: string | undefined,
  ) {
    this.#source = source;
    this.#time = time;
    this.#zone = zone;
    this.#candidates = readings.map((reading) => ({ reading, pieces: [], last: NaN }));
  }

  get clock(): Clock {
    return this.#candidates[0].reading.clock;
  }

  fill(chunk: TableChunk, out: Float64Array, offset: number): void {
    if (this.#starts.length === 0) this.#example = this.#firstCell(chunk);
    this.#starts.push({ index: offset, row: chunk.firstRow });
    for (const candidate of this.#candidates) candidate.pieces.push(this.#read(candidate, chunk));
    this.#dropFailed(chunk);
    if (this.#settled) this.#checkRivals(chunk);
    out.set(this.#candidates[0].pieces.at(-1) ?? [], offset);
    for (const candidate of this.#candidates) {
      candidate.last = candidate.pieces.at(-1)?.at(-1) ?? candidate.last;
      if (this.#settled) candidate.pieces.length = 0;
    }
    if (this.#zone !== undefined) this.#noteZones(chunk, offset);
  }

  finish(out: Float64Array): readonly TimeFinding[] {
    const findings = [...this.#foundByContent(), ...this.#settle(out)];
    this.#settled = true;
    for (const { pieces } of this.#candidates) pieces.length = 0;
    if (this.clock === 'utc') this.#applyZone(out);
    this.#check(out);
    return findings;
  }

  #read({ reading, last }: Candidate, chunk: TableChunk): Float64Array {
    const times = Float64Array.from({ length: chunk.rows }, (_, r) => reading.timeOf(chunk, r));
    if (reading.clock !== 'rows' || this.#candidates.length === 1) return times;
    // where seconds are meant as well, a counter of rows goes on by one or is none
    const before = (r: number) => (r === 0 ? last : times[r - 1]);
    const breaks = times.some((time, r) => !Number.isNaN(before(r)) && time !== before(r) + 1);
    return breaks ? times.fill(NaN) : times;
  }

  /** Keeps the candidates that read every row; one at least, or the row is refused. */
  #dropFailed(chunk: TableChunk): void {
    const failures = this.#candidates.map(({ pieces }) => pieces.at(-1)?.findIndex(Number.isNaN));
    const kept = this.#candidates.filter((_, k) => failures[k] === -1);
    if (kept.length > 0) {
      this.#candidates = kept;
      return;
    }
    const latest = Math.max(...failures.map((at) => at ?? 0));
    throw this.#candidates[failures.indexOf(latest)].reading.refuse(chunk, latest);
  }

  /** Puts the steadiest candidate first and writes its times. */
  #settle(out: Float64Array): TimeFinding[] {
    const [first, ...others] = this.#candidates;
    out.set(join(first.pieces, out.length)); // rows before one that ruled others out, too
    if (others.length === 0) return [];
    if (first.reading.clock === 'rows') {
      this.#candidates = [first];
      return [this.#rowNumbers(out)];
    }
    const rated = this.#candidates.map((candidate) => {
      const times = join(candidate.pieces, out.length);
      return { candidate, times, steps: unsteadiness(times) };
    });
    const [best, ...rest] = rated.sort((a, b) => compareSteadiness(a.steps, b.steps));
    out.set(best.times);
    const rivals = rest.filter(
      ({ steps, times }) =>
        compareSteadiness(steps, best.steps) === 0 && times.some((time, t) => time !== out[t]),
    );
    this.#candidates = [best, ...rivals].map(({ candidate }) => candidate);
    return rivals.length > 0 ? [this.#assumed(best.candidate.reading.name)] : [];
  }

  #foundByContent(): TimeFinding[] {
    if (!this.#time.byContent) return [];
    const example = `${this.#time.name} in ${this.#source}; another is chosen with \`timeColumn\``;
    return [{ kind: 'time-column-found', example }];
  }

  #rowNumbers(out: Float64Array): TimeFinding {
    return {
      kind: 'time-row-numbers',
      example:
        `${this.#time.name} in ${this.#source}, ${out[0]} to ${out[out.length - 1]}; seconds are ` +
        'read with `timeFormat: "seconds since the start"`',
    };
  }

  #assumed(name: string): TimeFinding {
    return {
      kind: 'time-order-assumed',
      example:
        `${this.#time.name} in ${this.#source}, "${this.#example}", read as ${name}; another order ` +
        'is read with `timeFormat`',
    };
  }

  /** Refuses rows that make a rival of the settled reading the steadier one. */
  #checkRivals(chunk: TableChunk): void {
    if (this.#candidates.length < 2) return;
    const [best, ...rivals] = this.#candidates.map(({ pieces, last }) =>
      unsteadiness(Float64Array.from([last, ...(pieces.at(-1) ?? [])])),
    );
    if (!rivals.some((rival) => compareSteadiness(rival, best) < 0)) return;
    throw new DataError(
      `The order of day and month must be known from the first rows, but ${this.#time.name} in ` +
        `${this.#source} can be read in several, and row ${chunk.firstRow} and those after it do not ` +
        'fit the usual one. Name the order with `timeFormat`.',
    );
  }

  #firstCell(chunk: TableChunk): string {
    const { place, kind } = this.#time;
    return kind === 'text' ? chunk.texts[place][0].trim() : '';
  }

  #noteZones({ texts, rows }: TableChunk, offset: number): void {
    const { kind, place, timeOfDay } = this.#time;
    const column = timeOfDay ?? { kind, place };
    if (column.kind !== 'text') return;
    for (let r = 0; r < rows; r++) {
      if (ENDS_WITH_ZONE.test(texts[column.place][r])) this.#zoned.add(offset + r);
    }
  }

  /** Converts local times into UTC. */
  #applyZone(out: Float64Array): void {
    const { reading } = this.#candidates[0];
    if (this.#zone === undefined || reading.isMoment) return;
    const zone = createTimeZone(this.#zone);
    let before = -Infinity;
    for (let t = 0; t < out.length; t++) {
      const place = (): string => `${this.#source}, row ${this.#rowOf(t)}`;
      before = this.#zoned.has(t) ? out[t] : zone.utcOf(out[t], before, place);
      out[t] = before;
    }
  }

  #check(out: Float64Array): void {
    if (this.clock === 'rows') return;
    const outside = out.findIndex((time) => !(time >= FIRST_MOMENT && time < LAST_MOMENT));
    if (this.clock === 'utc' && outside >= 0)
      throw this.#refuseTime(out, outside, 'lie between 1970 and 2100');
    for (let t = 1; t < out.length; t++) {
      const step = out[t] - out[t - 1];
      if (step > 0 && step < LEAST_STEP) {
        throw this.#refuseTime(out, t, 'lie at least a microsecond apart');
      }
    }
  }

  #refuseTime(out: Float64Array, t: number, must: string): DataError {
    const got = this.clock === 'utc' ? showTime(out[t]) : `${out[t] / 1000} s`;
    const after = must.endsWith('apart') ? ` right after row ${this.#rowOf(t - 1)}` : '';
    return new DataError(
      `The times in column ${this.#time.name} of ${this.#source}, read as ` +
        `${this.#candidates[0].reading.name}, must ${must}, got ${got} in row ${this.#rowOf(t)}` +
        `${after}. Describe how they are written with \`timeFormat\`, or number the rows with \`timeColumn: none\`.`,
    );
  }

  #rowOf(t: number): number {
    const start = this.#starts.findLast(({ index }) => index <= t);
    return start ? start.row + t - start.index : t;
  }
}

/** Such as Z, UTC, +08:00 or -0330 behind a time of day. */
const ENDS_WITH_ZONE = /\d ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*$/;

function join(pieces: readonly Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A point in time as text, however far off; JavaScript dates end in the year 275760. */
function showTime(time: number): string {
  return Math.abs(time) < 8.64e15 ? formatTime(time) : String(time);
}
