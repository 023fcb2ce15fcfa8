/** Channels whose errors counted less for some time. */
import { tableBlock } from '../document.js';
import { formatCount, formatShare, formatTimestamp } from '../format.js';
import { recordingCells } from './channel-shares.js';
import type { ReportSection } from './section.js';

const NOTE =
  'The rolling median of the channel’s error had left the range of normal rows, so the error was ' +
  'attenuated. The rule uses no channel names and no labels.';

export const attenuated: ReportSection = {
  key: 'attenuated',
  shown: 'report',
  build({ report: { results, clock } }) {
    const all = results[0].attenuated;
    if (all.length === 0) return null;
    const { head, cells } = recordingCells(all);
    const table = {
      caption: formatCount(all.length, 'stretch', 'stretches'),
      folded: true,
      columns: ['Channel', ...head, 'From', 'To', 'Strongest attenuation'],
      rows: all.map(({ channel, start, end, attenuation }, i) => [
        channel,
        ...cells(i),
        formatTimestamp(start, clock),
        formatTimestamp(end, clock),
        `to ${formatShare(attenuation)}`,
      ]),
    };
    return {
      heading: 'Errors that stayed high for hours',
      blocks: [{ kind: 'note', text: NOTE }, ...tableBlock(table)],
    };
  },
};
