/** The metrics of all detectors side by side, and those of floors beside them: a table for each family. */
import {
  CHANCE_FLOORS,
  type Evaluation,
  METRIC_FAMILIES,
  type MetricFamily,
} from '@anodec/metrics';
import { type Block, type Table, tableBlock } from '../document.js';
import { formatCount, formatList } from '../format.js';
import {
  bandCell,
  lineBand,
  lineValue,
  metricCell,
  type MetricLine,
  metricLines,
} from '../metric-table.js';
import type { DetectorResult, EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

const UNLABELLED = 'Thresholds come from normal rows that were held out from training.';
const CHOSEN = 'Chosen on labelled validation rows are the thresholds of';

const NOTE =
  'ORACLE values are chosen with ' +
  'the labels known: upper bounds, not results. An alarm is false if it overlaps neither ' +
  'an attack nor the recovery, the time after an attack in which the plant returns to normal. A delay ' +
  'runs from the start of an attack to the end of the first row of its alarm; an attack that begins ' +
  'while an alarm for an earlier attack is on, or one that was raised long before, has no delay.';

const MARKS =
  '↑ higher is better, ↓ lower is better. ★ is the best detector. † is no better than chance: the value ' +
  'lies within the range of 95 % of the draws of a random floor of this detector, or on its worse side. For ' +
  'metrics of alarms that floor is the same alarms at random times, as random scores raise so many alarms of ' +
  'one row that they meet every attack; for all others it is either of the two.';

const BEST = ' ★';
const CHANCE = ' †';

export const detectors: ReportSection = {
  key: 'detectors',
  build({ report, brief }) {
    if (brief) return { heading: 'Metrics', blocks: tableBlock(briefTable(report)) };
    return {
      heading: 'Detectors side by side',
      blocks: [
        { kind: 'note', text: `${thresholdNote(report)} ${NOTE}` },
        { kind: 'note', text: MARKS },
        ...floorNotes(report),
        ...tables(report),
      ],
    };
  },
};

/** Where the thresholds come from. */
function thresholdNote({ results }: EvaluationReport): string {
  const chosen = results.filter(({ threshold }) => threshold.sawLabels !== false);
  if (chosen.length === 0) return UNLABELLED;
  const others = chosen.length < results.length ? `${UNLABELLED} ` : '';
  return `${others}${CHOSEN} ${formatList(chosen.map(({ name }) => name))}.`;
}

/** What the floors are, and how often they were drawn. */
function floorNotes({ results }: EvaluationReport): Block[] {
  const [{ name, evaluation }] = results;
  if (evaluation.floors.length === 0) return [];
  const lines = evaluation.floors.map(({ name: floor, description, draws, costlyDraws }) => {
    const often =
      draws > 1 ? ` ${draws} draws, ${costlyDraws} for metrics that take long to compute.` : '';
    return `Floor: ${floor.toLowerCase()}. ${description}${often}`;
  });
  const text =
    'A column named “Floor” is a baseline that knows nothing, which a detector has to beat; random ones ' +
    `give the mean and the range of 95 % of the draws. Columns show the floors of ${name}.`;
  return [
    { kind: 'note', text },
    { kind: 'list', items: lines },
  ];
}

function tables(report: EvaluationReport): Block[] {
  const families = Object.keys(METRIC_FAMILIES) as MetricFamily[];
  return families.flatMap((family) => tableBlock(familyTable(report, family)));
}

function familyTable(report: EvaluationReport, family: MetricFamily): Table {
  const { results, clock } = report;
  const [{ evaluation: first }] = results;
  const lines = metricLines(report, { family }).filter((line) => isDefined(line, results));
  return {
    caption: captionOf(family, first),
    columns: [
      'Metric',
      'Better',
      ...results.map(({ name }) => name),
      ...first.floors.map(({ name }) => `Floor: ${name.toLowerCase()}`),
    ],
    valuesFrom: 2,
    rows: lines.map((line) => [
      line.heading,
      direction(line),
      ...detectorCells(line, report),
      ...first.floors.map((floor) => bandCell(line, floor, first, clock)),
    ]),
  };
}

function captionOf(family: MetricFamily, { evaluatedRows }: Evaluation): string {
  const caption = METRIC_FAMILIES[family];
  if (family !== 'rows') return caption;
  return `${caption}, over ${formatCount(evaluatedRows, 'row')} with a score and a known label`;
}

/** Whether any detector, or any floor of the first, has a value. */
function isDefined(line: MetricLine, results: readonly DetectorResult[]): boolean {
  const [{ evaluation }] = results;
  return (
    results.some((result) => lineValue(line, result.evaluation) !== null) ||
    evaluation.floors.some((floor) => lineBand(line, floor) !== null)
  );
}

function direction({ metric: { ranked = true, higherIsBetter } }: MetricLine): string {
  if (!ranked) return '';
  return higherIsBetter ? '↑' : '↓';
}

/** The values of the detectors, the best one and those no better than chance marked. */
function detectorCells(line: MetricLine, { results, clock }: EvaluationReport): string[] {
  const values = results.map(({ evaluation }) => lineValue(line, evaluation));
  const best = bestOf(line, values);
  return results.map(({ evaluation }, i) => {
    const value = values[i];
    const cell = metricCell(line, value, evaluation, clock);
    const marks = [
      ...(value !== null && value === best ? [BEST] : []),
      ...(isNoBetterThanChance(line, evaluation) ? [CHANCE] : []),
    ];
    return `${cell}${marks.join('')}`;
  });
}

/** The best of several values; null where all are the same, or there is no best. */
function bestOf(
  { metric: { ranked = true, higherIsBetter } }: MetricLine,
  values: readonly (number | null)[],
): number | null {
  const known = values.filter((value) => value !== null);
  if (!ranked || new Set(known).size < 2) return null;
  return higherIsBetter ? Math.max(...known) : Math.min(...known);
}

/** Whether a value is not on the better side of what stands for chance. */
export function isNoBetterThanChance(line: MetricLine, evaluation: Evaluation): boolean {
  const { ranked = true, higherIsBetter, chance = 'rows' } = line.metric;
  const value = lineValue(line, evaluation);
  if (!ranked || value === null) return false;
  return evaluation.floors
    .filter(({ key }) => CHANCE_FLOORS[chance].includes(key))
    .some((floor) => {
      const band = lineBand(line, floor);
      return band !== null && (higherIsBetter ? value <= band.high : value >= band.low);
    });
}

/** Metrics as lines, as a terminal is taller than wide. */
function briefTable(report: EvaluationReport): Table {
  const { results, clock } = report;
  const lines = [
    ...metricLines(report, { scope: 'events', brief: true }),
    ...(results[0].evaluation.points ? metricLines(report, { scope: 'rows', brief: true }) : []),
  ];
  return {
    columns: ['', ...results.map(({ name }) => name)],
    rows: lines.map((line) => [
      line.heading,
      ...results.map(({ evaluation }) =>
        metricCell(line, lineValue(line, evaluation), evaluation, clock),
      ),
    ]),
  };
}
