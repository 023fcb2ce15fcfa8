/** ROC and precision-recall curves of all detectors of a run, on the same rows of all test recordings. */
import { type ChartSpec, detectorCurves, type NamedCurve } from '@anodec/charts';
import { checkStopped, DataError } from '@anodec/core';
import type { RankingCurves } from '@anodec/metrics';
import { curvesOf } from '../diagnostics/curves.js';
import { countedRecordings } from '../diagnostics/tried-policy.js';
import { readEvaluated } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { onRowsOf, readDetections } from '../score/detections.js';
import { titleEnd } from './read-plotted.js';
import type { RunPlot, RunPlotOptions } from './run-plot.js';

type CurvePoint = RankingCurves['points'][number];

/** What tells both charts apart. */
interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly place: (point: CurvePoint) => { readonly x: number; readonly y: number };
}

const ROC: Axes = {
  title: 'ROC',
  x: 'False-positive rate',
  y: 'Recall',
  place: ({ falsePositiveRate, recall }) => ({ x: falsePositiveRate, y: recall }),
};

const PRECISION_RECALL: Axes = {
  title: 'Precision and recall',
  x: 'Recall',
  y: 'Precision',
  place: ({ recall, precision }) => ({ x: recall, y: precision }),
};

export const roc: RunPlot = {
  summary: 'ROC curves of all detectors of the run',
  settings: [],
  draw: (trained, options) => drawCurves(trained, options, ROC),
};

export const pr: RunPlot = {
  summary: 'precision-recall curves of all detectors of the run',
  settings: [],
  draw: (trained, options) => drawCurves(trained, options, PRECISION_RECALL),
};

async function drawCurves(
  trained: TrainedRun,
  { signal }: RunPlotOptions,
  { title, x, y, place }: Axes,
): Promise<ChartSpec> {
  const found = await curvesByDetector(trained, signal);
  // every row flagged: precision is the share of attack rows
  const share = found[0].curves.points.at(-1)?.precision ?? 0;
  const chance = title === ROC.title ? [0, 1] : [share, share];
  return detectorCurves({
    title: `${title}${titleEnd(trained, { day: 'all' })}`,
    x,
    y,
    curves: found.map(({ name, curves: { points, operating } }): NamedCurve => {
      return { name, points: points.map(place), operating: operating && place(operating) };
    }),
    chance: [
      { x: 0, y: chance[0] },
      { x: 1, y: chance[1] },
    ],
  });
}

/** The curves of each detector on the rows that the primary one scores. */
async function curvesByDetector(
  trained: TrainedRun,
  signal: AbortSignal | undefined,
): Promise<{ readonly name: string; readonly curves: RankingCurves }[]> {
  const { run, detectors } = trained;
  const { prepared, attacks } = await readEvaluated(trained);
  const frames = prepared.map(({ raw }) => raw);
  const primary = await readDetections(run, detectors[0], prepared);
  const found: { readonly name: string; readonly curves: RankingCurves }[] = [];
  for (const [d, detector] of detectors.entries()) {
    checkStopped(signal, 'drawing curves');
    const own = d === 0 ? primary : await readDetections(run, detector, prepared);
    const common = own.map((detection, i) => onRowsOf(primary[i], detection));
    const curves = curvesOf(
      countedRecordings(detector.alarmPolicy.config, frames, common, attacks),
    );
    if (!curves) {
      throw new DataError(
        'There must be normal rows and rows under attack for a curve, got rows of one kind only. ' +
          'Label the test recordings, or give a list of attacks.',
      );
    }
    found.push({ name: detector.title, curves });
  }
  return found;
}
