/** One line for each recording, where there are several. */
import { tableBlock } from '../document.js';
import { formatInteger } from '../format.js';
import type { ReportSection } from './section.js';

export const recordings: ReportSection = {
  key: 'recordings',
  build({ report: { results } }) {
    const [{ evaluation }] = results;
    if (evaluation.recordings.length < 2) return null;
    const table = {
      columns: [
        'Recording',
        'Rows',
        'Not scored',
        'Unknown label',
        'Attacks detected',
        'During an earlier alarm',
        'Alarms',
        'False, no recovery',
      ],
      valuesFrom: 1,
      rows: evaluation.recordings.map((one) => [
        one.name,
        formatInteger(one.rows),
        formatInteger(one.unscoredRows),
        formatInteger(one.unknownLabelRows),
        `${one.caught} of ${one.attacks}`,
        formatInteger(one.detectedDuringEarlierAlarm),
        formatInteger(one.alarms),
        formatInteger(one.falseAlarms),
      ]),
    };
    return { heading: 'Recordings', blocks: tableBlock(table) };
  },
};
