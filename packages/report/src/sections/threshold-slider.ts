/** What other thresholds would have come to: a slider on the page, a table elsewhere. */
import { type Block, type Table, tableBlock } from '../document.js';
import type { Diagnostics } from '../diagnostics.js';
import { formatInteger, formatNumber } from '../format.js';
import { thresholdOrigin } from '../threshold-origin.js';
import type { ReportSection } from './section.js';

const NOTE =
  'Counted beforehand at 89 thresholds from 0 to twice the one in use; no recovery after an attack is ' +
  'excused. The counts follow the labels: a threshold that is chosen by them is an ORACLE, not a result.';
/** Every how many steps the table has a line: quarters of the threshold. */
const EVERY = 11;

export const thresholdSlider: ReportSection = {
  key: 'thresholdSlider',
  shown: 'report',
  build({ report, charts }) {
    const sweep = report.diagnostics?.sweep;
    if (!sweep) return null;
    const [{ evaluation, threshold }] = report.results;
    const per = evaluation.recorded.unit;
    const used = thresholdOrigin(threshold, report.audit);
    const widget: Block[] = charts
      ? [
          {
            kind: 'widget',
            title: 'Threshold',
            content: { widget: 'slider', steps: sweep, per, used },
          },
        ]
      : [];
    return {
      heading: 'Other thresholds',
      blocks: [{ kind: 'note', text: NOTE }, ...widget, ...tableBlock(sweepTable(sweep, per))],
    };
  },
};

function sweepTable(sweep: NonNullable<Diagnostics['sweep']>, per: string): Table {
  return {
    caption: 'Every quarter of the threshold in use',
    folded: true,
    columns: [
      'Threshold',
      'Of the one in use',
      'Rows flagged',
      'Attacks detected',
      'Alarms',
      `False alarms per ${per}`,
      'Precision',
      'Recall',
      'F1',
    ],
    valuesFrom: 1,
    rows: sweep
      .filter((_, i) => i % EVERY === 0)
      .map((step) => [
        step.threshold.toPrecision(4),
        `× ${formatNumber(step.factor, 2)}`,
        formatInteger(step.flaggedRows),
        `${step.detected} of ${step.attacks}`,
        formatInteger(step.alarms),
        formatNumber(step.falseAlarmRate, 2),
        formatNumber(step.precision),
        formatNumber(step.recall),
        formatNumber(step.f1),
      ]),
  };
}
