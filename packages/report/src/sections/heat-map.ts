/** Channel scores over time: when which channel deviates. */
import type { Block, Table } from '../document.js';
import type { ChannelPeak } from '../diagnostics.js';
import { formatInteger, formatNumber, formatTimestamp } from '../format.js';
import type { EvaluationReport } from '../report.js';
import { recordingCells } from './channel-shares.js';
import type { ReportSection } from './section.js';

const NOTE =
  'The normalised error of each channel, the largest of each stretch of time, beside the threshold of the ' +
  'row score. The table has the channels with the largest ones.';

export const heatMap: ReportSection = {
  key: 'heatMap',
  shown: 'report',
  build({ report, charts }) {
    const peaks = report.diagnostics?.channelPeaks ?? [];
    if (peaks.length === 0) return null;
    const maps = (charts?.heatMaps ?? []).map((widget): Block => ({ kind: 'widget', ...widget }));
    return {
      heading: 'Channels over time',
      blocks: [
        { kind: 'note', text: NOTE },
        ...maps,
        { kind: 'table', ...peakTable(peaks, report) },
      ],
    };
  },
};

/** A score with a decimal where it is small, and separated thousands where it is not. */
function formatScore(score: number): string {
  return score < 1000 ? formatNumber(score, 1) : formatInteger(Math.round(score));
}

function peakTable(peaks: readonly ChannelPeak[], { results, clock }: EvaluationReport): Table {
  const { head, cells } = recordingCells(peaks);
  const { value } = results[0].threshold;
  return {
    columns: ['Channel', ...head, 'Largest score', 'Score / threshold', 'At'],
    rows: peaks.map(({ channel, score, time }, i) => [
      channel,
      ...cells(i),
      formatScore(score),
      formatScore(score / value),
      formatTimestamp(time, clock),
    ]),
  };
}
