/** What disturbed sensors do to the results. */
import { tableBlock } from '../document.js';
import type { RobustnessResult } from '../diagnostics.js';
import { formatCount, formatNumber, formatTimestamp, UNKNOWN } from '../format.js';
import type { EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

export const robustness: ReportSection = {
  key: 'robustness',
  shown: 'report',
  build({ report }) {
    const found = report.diagnostics?.robustness;
    if (!found) return null;
    return {
      heading: 'Robustness to disturbed sensors',
      blocks: [
        { kind: 'note', text: noteOf(found, report) },
        ...tableBlock({
          columns: ['Disturbance', 'AUPRC', 'F1', 'Attacks detected', 'False alarms', 'How'],
          valuesFrom: 1,
          valuesTo: 5,
          rows: [
            ['none', ...valuesOf(found.undisturbed), 'the same rows as they were recorded'],
            ...found.cases.map((one) => [one.name, ...valuesOf(one, found.undisturbed), one.how]),
          ],
        }),
      ],
    };
  },
};

type Values = RobustnessResult['undisturbed'];

/** Values of a line, with what they changed by. */
function valuesOf(values: Values, before?: Values): string[] {
  const { attacks, detected, falseAlarms, f1 } = values.counts;
  return [
    changed(values.auprc, before?.auprc, 3),
    changed(f1, before?.counts.f1, 3),
    `${changed(detected, before?.counts.detected, 0)} of ${attacks}`,
    changed(falseAlarms, before?.counts.falseAlarms, 0),
  ];
}

function changed(
  value: number | null,
  before: number | null | undefined,
  decimals: number,
): string {
  if (value === null) return UNKNOWN;
  const text = formatNumber(value, decimals);
  if (before === null || before === undefined) return text;
  const change = value - before;
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return `${text} (${sign}${formatNumber(Math.abs(change), decimals)})`;
}

function noteOf({ rows }: RobustnessResult, { clock }: EvaluationReport): string {
  return (
    `${formatCount(rows.rows, 'test row')} of ${rows.source}, ${formatTimestamp(rows.from, clock)} to ` +
    `${formatTimestamp(rows.to, clock)}, were disturbed and scored again, with the threshold of the run. In ` +
    'brackets: the change against the same rows undisturbed.'
  );
}
