/** A histogram of the durations of attacks. */
import { barHistogram } from '@anodec/charts';
import { DataError } from '@anodec/core';
import { attackDurations } from '../attacks/durations.js';
import { knownAttacks } from './known-attacks.js';
import type { TablePlot } from './table-plot.js';

export const durations: TablePlot = {
  summary: 'histogram of the durations of attacks',
  settings: [],
  async draw({ columns, list }) {
    const { source, clock, times, labels } = await columns();
    if (clock === 'rows') {
      throw new DataError(
        `There must be times in ${source} for durations of attacks, got numbered rows. Say how far they are apart, such as --period 10s.`,
      );
    }
    const attacks = knownAttacks({ timestamps: times, clock, labels }, list);
    if (attacks.length === 0) {
      throw new DataError(
        `There must be attacks in ${source}, got none: no row is labelled, and no list of the data set names one within its times.`,
      );
    }
    const { shortest, median, ninetyPercent, longest, histogram } = attackDurations(attacks);
    return barHistogram({
      title: `Durations of ${attacks.length} attacks, ${shortest} s to ${longest} s`,
      borders: histogram.places,
      counts: histogram.counts,
      unit: 'Seconds',
      marks: [
        { at: median, name: `median ${median} s` },
        { at: ninetyPercent, name: `90 % quantile ${ninetyPercent} s` },
      ],
    });
  },
};
