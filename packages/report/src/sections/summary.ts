/** The first screen: large values, then sentences. */
import { findings } from '../findings.js';
import { formatNumber, formatShare } from '../format.js';
import type { Evaluation } from '@anodec/metrics';
import type { ReportSection } from './section.js';

export const summary: ReportSection = {
  key: 'summary',
  build({ report, brief }) {
    const list = { kind: 'list', items: findings(report) } as const;
    if (brief) return { blocks: [list] };
    return { blocks: [{ kind: 'tiles', tiles: tilesOf(report.results[0].evaluation) }, list] };
  },
};

function tilesOf(evaluation: Evaluation): (readonly [string, string])[] {
  const { events, knowledge, recorded, rows, unscoredRows } = evaluation;
  const [{ attacks, caught, detectedDuringEarlierAlarm: during, alarms }] = events;
  const earlier = during > 0 ? `, ${during} of them during an earlier alarm` : '';
  const rates = knowledge === 'unknown' ? [] : events;
  return [
    ...(attacks > 0
      ? [[`${caught} of ${attacks}`, `attacks with an effect were detected${earlier}`] as const]
      : []),
    ...rates.map(
      ({ recovery, metrics }) =>
        [
          formatNumber(metrics.falseAlarmRate, 1),
          `false alarms per ${recorded.unit}, ${recovery === '0' ? 'every alarm outside an attack counted' : `those in the ${recovery} after an attack not counted`}`,
        ] as const,
    ),
    [String(alarms), alarms === 1 ? 'alarm in all' : 'alarms in all'],
    ...(unscoredRows > 0
      ? [[formatShare(unscoredRows / rows), 'of the rows could not be scored'] as const]
      : []),
  ];
}
