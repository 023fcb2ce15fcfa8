/** A histogram of the durations of attacks. */
import { barHistogram } from '@anodec/charts';
import { attackDurations } from '../attacks/durations.js';
import type { TablePlot } from './table-plot.js';

export const durations: TablePlot = {
  summary: 'histogram of the durations of attacks',
  settings: [],
  needsList: true,
  async draw({ list: { attacks } }) {
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
