/** Attacks over time by the channels that they are aimed at. */
import { attacksByChannel } from '@anodec/charts';
import { createFrame, DataError, rowsOfDay, sliceFrame } from '@anodec/core';
import { knownAttacks } from './known-attacks.js';
import type { TablePlot } from './table-plot.js';

export const attacks: TablePlot = {
  summary: 'attacks over time, by the channels that they are aimed at',
  settings: ['day'],
  async draw({ columns, list, config: { day } }) {
    const { source, rows, clock, times, labels } = await columns();
    const whole = createFrame({
      values: new Float32Array(rows),
      channels: [source],
      timestamps: times,
      clock,
      ...(labels && { labels }),
    });
    const frame = sliceFrame(whole, rowsOfDay(whole, day, source));
    const known = knownAttacks(frame, list);
    if (known.length === 0) {
      const where = day === 'all' ? source : `${source} on ${day}`;
      throw new DataError(
        `There must be attacks in ${where}, but no row is labelled and no list names one. Convert your ` +
          'tables with labels or a list of attacks.',
      );
    }
    const { timestamps } = frame;
    return attacksByChannel({
      clock,
      start: timestamps[0],
      end: timestamps[timestamps.length - 1],
      attacks: known,
      title: `${known.length} ${known.length === 1 ? 'attack' : 'attacks'} in ${source}${day === 'all' ? '' : `, ${day}`}`,
    });
  },
};
