/** The page of the demonstration: results, ROC, losses, days beside generated ones, states. */
import {
  escapeHtml,
  htmlFigure,
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
  const losses = run.losses.map((series) => lossSeries({ title: `Losses of ${device}`, series }));
  const figures = {
    known: ofKnown.length > 0 ? [await figure('ROC, known anomalies', rocChart(ofKnown))] : [],
    wrong: ofWrong.length > 0 ? [await figure('ROC, wrong class', rocChart(ofWrong))] : [],
    losses: await Promise.all(losses.map((spec) => figure('Losses', spec))),
    spread: known
      ? [
          await figure(
            'Scores',
            scoreHistogram(normal.scores, known.scores, ofKnown[0]?.result.threshold),
          ),
        ]
      : [],
    days: [
      ...(await dayFigures(normal, () => 'normal')),
      ...(known ? await dayFigures(known, (date) => kinds.get(date) ?? 'anomalous') : []),
    ],
  };
  return htmlPage({
    title: 'anodec: unusual days of appliances',
    heading: 'Unusual days of appliances',
    subtitle: `Made-up logs. Networks of ${device} beside simple methods, then the state of each device`,
    body: [
      htmlSection('Results', resultTable(run.methods), htmlNote(NOTE)),
      htmlSection('Receiver operating characteristic', ...figures.known, ...figures.wrong),
      htmlSection('Scores', ...figures.spread),
      htmlSection('Training', ...figures.losses),
      htmlSection('Days and the closest generated ones', ...figures.days),
      htmlSection(`States, ${detected.date}`, stateTable(detected)),
    ].join('\n'),
  });
}

const NOTE =
  'Thresholds come from training days held out, without a label. AUROC is the chance that an anomalous day scores above ' +
  'a normal one. A wrong class is a usual day of another type, as a weekday on a Sunday.';

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
      state,
      STATE_REASONS[reason],
      score === null ? '–' : score.toFixed(2),
      threshold === null ? '–' : threshold.toFixed(2),
    ]),
  });
}

/** The days with the largest scores. */
async function dayFigures(part: TestedDays, kindOf: (date: string) => string): Promise<string[]> {
  const { table, scores } = part;
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, SHOWN);
  const over = generatedTable(part);
  return Promise.all(
    order.map(async (n) => {
      const title = `${table.dates[n]}, ${kindOf(table.dates[n])}, score ${scores[n].toFixed(2)}`;
      return `<p>${escapeHtml(title)}</p>${await figure(title, dayPlot(table, n, { over }))}`;
    }),
  );
}

async function figure(title: string, spec: Parameters<typeof renderSvg>[0]): Promise<string> {
  return htmlFigure(title, await renderSvg(spec));
}
