/**
 * Counts steps that are lost because frames keep readings, less an offset, as float32, with 7 digits:
 * without an offset 123456789 and 123456790 become equal. What is left of such a counter is a staircase.
 */
import type { RepairLog } from '../repair-log.js';
import { UNNOTICED } from './channel-offset.js';

/** Counts for C channels. */
export interface RoundingCount {
  /** Takes the reading of a channel in the next row, less its offset. */
  add(channel: number, reading: number): void;
  /** Logs the channels that lost more steps than the last digits explain. */
  report(source: string, log: RepairLog): void;
}

/** @param channels (C), their names */
export function countRoundedReadings(channels: readonly string[]): RoundingCount {
  const before = new Float64Array(channels.length).fill(NaN);
  const steps = new Uint32Array(channels.length);
  const lost = new Uint32Array(channels.length);
  return {
    add(channel, reading) {
      const last = before[channel];
      before[channel] = reading;
      if (last === reading || Number.isNaN(last) || Number.isNaN(reading)) return;
      steps[channel]++;
      if (Math.fround(last) === Math.fround(reading)) lost[channel]++;
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
