/** The page of the demonstration: results, ROC, losses, days beside generated ones, states. */
import {
  type ChartSpec,
  htmlBadge,
  htmlFigure,
  htmlFigures,
  htmlNote,
  htmlPage,
  htmlSection,
  htmlTable,
  lossSeries,
  renderSvg,
} from '@anodec/charts';
import { dayPlot } from '../draw/day-plots.js';
import { rocChart, scoreHistogram } from '../draw/score-charts.js';
import type { ExperimentRun, MethodResult, TestedDays } from '../experiment/run-experiment.js';
import { generatedTable } from '../experiment/write-experiment.js';
import type { Detected } from '../production/detect-devices.js';
import { STATE_REASONS } from '../production/device-state.js';

/** What the page shows. */
export interface DemoPageParts {
  readonly device: string;
  readonly run: ExperimentRun;
  readonly detected: Detected;
  /** Kinds of the known anomalous days by date. */
  readonly kinds: ReadonlyMap<string, string>;
}

/** Days that are drawn of each part. */
const SHOWN = 3;

/** The page as one HTML document that loads nothing. */
export async function demoPage(parts: DemoPageParts): Promise<string> {
  const { device, run, detected, kinds } = parts;
  const { known, normal } = run;
  const named = (of: 'known' | 'wrong') =>
    run.methods.flatMap(({ method, [of]: result }) => (result ? [{ name: method, result }] : []));
  const [ofKnown, ofWrong] = [named('known'), named('wrong')];
  const threshold = ofKnown[0]?.result.threshold;
  const figures = {
    roc: [
      ...(ofKnown.length > 0 ? [rocChart(ofKnown, ROC_TITLES.known)] : []),
      ...(ofWrong.length > 0 ? [rocChart(ofWrong, ROC_TITLES.wrong)] : []),
    ],
    scores: [
      ...(known ? [scoreHistogram(normal.scores, known.scores, threshold)] : []),
      ...run.losses.map((series) => lossSeries({ title: `Losses of ${device}`, series })),
    ],
    days: inTurn(
      dayCharts(normal, () => 'normal'),
      known ? dayCharts(known, (date) => kinds.get(date) ?? 'anomalous') : [],
    ),
  };
  return htmlPage({
    title: 'anodec: unusual days of appliances',
    heading: 'Unusual days of appliances',
    subtitle: `Made-up logs. Networks of ${device} beside simple methods, then the state of each device`,
    body: [
      htmlSection('Results', resultTable(run.methods), htmlNote(NOTE)),
      htmlSection(
        'How well scores tell days apart (ROC)',
        htmlFigures(await drawn(figures.roc)),
        htmlNote(ROC_NOTE),
      ),
      htmlSection('Scores and training', htmlFigures(await drawn(figures.scores))),
      htmlSection(
        'Days and the closest days that the networks generate',
        htmlNote(
          `The days with the largest scores: ${known ? 'normal ones left, anomalous ones right' : 'normal ones'}.`,
        ),
        htmlFigures(await drawn(figures.days)),
      ),
      htmlSection(`States of the devices on ${detected.date}`, stateTable(detected)),
    ].join('\n'),
  });
}

const NOTE =
  'Thresholds come from training days held out, without a label. AUROC is the chance that an anomalous day scores above ' +
  'a normal one. A wrong class is a usual day of another type, as a weekday on a Sunday.';

const ROC_TITLES = {
  known: 'ROC, known anomalies',
  wrong: 'ROC, days with a wrong class',
};

const ROC_NOTE =
  'Up and to the left is better; the dotted line is guessing. A dot is the threshold in use. Curves of AUC 1.000 run along the left ' +
  'and the upper edge.';

function resultTable(methods: readonly MethodResult[]): string {
  const heads = ['known anomalies', 'wrong class'].flatMap((kind) =>
    ['AUROC', 'F1', 'FPR'].map((name) => ({ title: `${name}, ${kind}`, numeric: true })),
  );
  return htmlTable({
    columns: ['Method', ...heads],
    rows: methods.map(({ method, known, wrong }) => [
      method,
      ...[known, wrong].flatMap((one) => [cell(one?.roc.auc), cell(one?.f1), cell(one?.fpr)]),
    ]),
  });
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(3);
}

function stateTable({ states }: Detected): string {
  return htmlTable({
    columns: ['Device', 'State', 'Reason', 'Score', 'Threshold'],
    rows: states.map(({ device, state, reason, score, threshold }) => [
      device,
      { html: htmlBadge(state, state === 'stable' ? 'good' : 'bad') },
      STATE_REASONS[reason],
      score === null ? '–' : score.toFixed(2),
      threshold === null ? '–' : threshold.toFixed(2),
    ]),
  });
}

/** The days with the largest scores, each with the closest generated one. */
function dayCharts(part: TestedDays, kindOf: (date: string) => string): ChartSpec[] {
  const { table, scores } = part;
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, SHOWN);
  const over = generatedTable(part);
  return order.map((n) => {
    const title = `${table.dates[n]}, ${kindOf(table.dates[n])}, score ${scores[n].toFixed(2)}`;
    return dayPlot(table, n, { over, title });
  });
}

/** The first of each, then the second of each, and so on. */
function inTurn<Item>(left: readonly Item[], right: readonly Item[]): Item[] {
  return left.flatMap((one, i) => [one, ...right.slice(i, i + 1)]);
}

/** Charts as figures, named by their titles. */
function drawn(charts: readonly ChartSpec[]): Promise<string[]> {
  return Promise.all(
    charts.map(async (chart) => htmlFigure(String(chart.title), await renderSvg(chart))),
  );
}
