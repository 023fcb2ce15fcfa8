/**
 * Counts steps that are lost because frames keep readings, less an offset, as float32, with 7 digits:
 * without an offset 123456789 and 123456790 become equal. What is left of such a counter is a staircase.
 */
import type { TableChunk } from '@anodec/tables';
import type { RepairLog } from '../repair-log.js';
import { UNNOTICED } from './channel-offset.js';

/** Counts for C channels. */
export interface RoundingCount {
  /**
   * Takes the next rows.
   *
   * @param rows numbers (R, K)
   * @param places where the channels lie in a row, (C), and which of them are counted
   * @param offsets (C), subtracted from the readings
   */
  add(
    rows: Pick<TableChunk, 'rows' | 'numbers'>,
    places: { readonly places: Int32Array; readonly unrounded: readonly number[] },
    offsets: Float64Array,
  ): void;
  /** Logs the channels that lost more steps than the last digits explain. */
  report(source: string, log: RepairLog): void;
}

/** @param channels (C), their names */
export function countRoundedReadings(channels: readonly string[]): RoundingCount {
  const before = new Float64Array(channels.length).fill(NaN);
  const steps = new Uint32Array(channels.length);
  const lost = new Uint32Array(channels.length);
  return {
    add({ rows, numbers }, { places, unrounded }, offsets) {
      const K = numbers.length / rows;
      for (const c of unrounded) {
        const offset = offsets[c];
        let last = before[c];
        for (let i = places[c]; i < numbers.length; i += K) {
          const reading = numbers[i] - offset;
          // false for NaN, before and now
          if (last < reading || last > reading) {
            steps[c]++;
            if (Math.fround(last) === Math.fround(reading)) lost[c]++;
          }
          last = reading;
        }
        before[c] = last;
      }
    },
    report(source, log) {
      for (const [c, name] of channels.entries()) {
        if (!(lost[c] > UNNOTICED * steps[c])) continue;
        const example = `${name} in ${source}, ${lost[c]} of ${steps[c]} steps; exclude it, or give its change from row to row`;
        log.add('reading-rounded', example, lost[c]);
      }
    },
  };
}
