/** The metrics of all detectors side by side, with the floors below them. */
import type { Band, Evaluation } from '@anodec/eval';
import { type Block, type Table, tableBlock, transpose } from '../document.js';
import { formatCount, formatNumber } from '../format.js';
import { type MetricColumn, metricCell, metricColumns, valueCells } from '../metric-table.js';
import type { EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

const NOTE =
  'Thresholds come from normal rows that were held out from training. ORACLE values are chosen with ' +
  'the labels known: upper bounds, not results. A row named “Floor” is a baseline that knows nothing, ' +
  'which a detector has to beat: it flags every row, or it moves the alarms of the first detector to ' +
  'random times (mean, and the range of 95 % of the draws). An alarm is false if it overlaps neither ' +
  'an attack nor the recovery, the time after an attack in which the plant returns to normal. A delay ' +
  'runs from the start of an attack to the end of the first row of its alarm; an attack that begins ' +
  'while an alarm for an earlier attack is on, or one that was raised long before, has no delay.';

export const detectors: ReportSection = {
  key: 'detectors',
  build({ report, brief }) {
    if (brief) return { heading: 'Metrics', blocks: tableBlock(briefTable(report)) };
    return {
      heading: 'Detectors side by side',
      blocks: [{ kind: 'note', text: NOTE }, ...tables(report)],
    };
  },
};

function tables(report: EvaluationReport): Block[] {
  const [{ evaluation }] = report.results;
  const counted = formatCount(evaluation.evaluatedRows, 'row');
  const scopes = [
    ['events', 'Attacks and alarms'],
    ['rows', `Row by row, over ${counted} with a score and a known label`],
  ] as const;
  return scopes.flatMap(([scope, caption]): Block[] => {
    const columns = metricColumns(report, scope);
    if (columns.length === 0 || (scope === 'rows' && !evaluation.points)) return [];
    return tableBlock({
      caption,
      columns: ['Detector', ...columns.map(({ heading }) => heading)],
      rows: [...detectorRows(report, columns), ...floorRows(report, columns)],
    });
  });
}

/** Detectors as columns, as a terminal is taller than wide. */
function briefTable(report: EvaluationReport): Table {
  const columns = [
    ...metricColumns(report, 'events', true),
    ...(report.results[0].evaluation.points ? metricColumns(report, 'rows', true) : []),
  ];
  const headings = columns.map(({ heading }) => heading);
  return transpose({ columns: ['', ...headings], rows: detectorRows(report, columns) });
}

function detectorRows(report: EvaluationReport, columns: readonly MetricColumn[]): string[][] {
  return report.results.map(({ name, evaluation }) => [
    name,
    ...columns.map((column) => metricCell(column, evaluation, report.clock)),
  ]);
}

function floorRows(
  { results, clock }: EvaluationReport,
  columns: readonly MetricColumn[],
): string[][] {
  const [{ evaluation }] = results;
  const { flagEverything, random, metrics, events } = evaluation;
  if (!flagEverything || !random) return [];
  const [{ attacks, alarms }] = events;
  const everything = { ...flagEverything, detectedAttacks: attacks, alarms: 1, timeInAlarm: 1 };
  const moved = {
    alarms,
    timeInAlarm: metrics.timeInAlarm,
    auprc: metrics.prevalence,
    auroc: 0.5,
  };
  return [
    ['Floor: every row flagged', ...valueCells(columns, everything, evaluation, clock)],
    [
      `Floor: the same alarms at random times (${random.draws} draws)`,
      ...columns.map(
        (column) =>
          bandCell(column, evaluation) ?? valueCells([column], moved, evaluation, clock)[0],
      ),
    ],
  ];
}

/** A metric of which the random floor has a distribution. */
function bandCell({ metric }: MetricColumn, { random, events }: Evaluation): string | undefined {
  if (random && metric.key === 'f1') return formatBand(random.f1, 3);
  if (!random || metric.key !== 'detectedAttacks') return undefined;
  return `${formatBand(random.caught, 1)} of ${events[0].attacks}`;
}

function formatBand({ mean, low, high }: Band, decimals: number): string {
  return `${formatNumber(mean, decimals)} (${formatNumber(low, decimals)} to ${formatNumber(high, decimals)})`;
}
