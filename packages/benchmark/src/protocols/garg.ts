/** The protocol of Garg et al. 2021, by which public figures of SWaT compare best. */
import {
  createFrame,
  flagSegments,
  type Segment,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { SeriesTest } from '@anodec/data';
import type { Measure, MeasureInput } from '@anodec/pipeline';
import { bestComposite, compositeAt, topKLimit } from './composite.js';
import { dynamicGaussian } from './dynamic-gaussian.js';
import type { Protocol } from './protocol.js';
import { absoluteErrors, concatenateErrors, rowsOf } from './rows.js';

const SOURCE =
  'Garg et al. 2021, "An Evaluation of Anomaly Detection and Diagnosis in Multivariate Time Series", IEEE TNNLS; github.com/astha-chem/mvts-ano-eval';

/** Longest attack of SWaT that is kept whole. */
const LONGEST_ATTACK = 550_000;

export const garg: Protocol = {
  title: 'Garg et al. 2021: composite F1 with the dynamic Gaussian score',
  source: SOURCE,
  seeds: 5,
  settings: {
    preprocess: { validationSplit: 0.25 },
    detector: {
      kind: 'autoencoder',
      windowSize: 100,
      maxEpochs: 100,
      earlyStoppingPatience: 10,
      batchSize: 64,
      learningRate: 1e-3,
    },
  },
  does: [
    'A quarter of the normal rows validates; the network has windows of 100 rows, 100 epochs at most and a patience of 10.',
    'Rows score by the dynamic Gaussian of their absolute errors over the last 100,000 rows, summed over channels.',
    'Composite F1 at three limits, all of them ORACLE: as many rows as are under attack (top-k), the best limit, and the best of the five tail limits.',
    'In recordings of SWaT the longest attack is cut to 550 s.',
  ],
  limits: [
    'The network, its scaling and the windows it learns from are this program’s, drawn at random rather than every tenth.',
    'Where there are fewer than 100,000 rows before a row, the window has those that there are, in place of zeros.',
    'Figures of SWaT need its recordings, which iTrust gives on request.',
  ],
  prepareTests: (tests) => tests.map(cutLongestAttack),
  measures: [
    measure(
      'fc1TopK',
      'Fc1 top-k (ORACLE)',
      'at the limit that as many rows exceed as are under attack',
      (input) => {
        const { rows, scores } = scored(input);
        return compositeAt(rows, scores, topKLimit(rows, scores));
      },
    ),
    measure('fc1Best', 'Fc1 best (ORACLE)', 'at the best limit', (input) => {
      const { rows, scores } = scored(input);
      return bestComposite(rows, scores);
    }),
    measure(
      'fc1TailP',
      'Fc1 tail-p (ORACLE)',
      'at the best of one to five times the number of channels',
      (input) => {
        const { rows, scores, C } = scored(input);
        const values = [1, 2, 3, 4, 5].map((i) => compositeAt(rows, scores, i * C));
        return values.reduce(
          (best, value) => (value !== null && value > (best ?? -1) ? value : best),
          null,
        );
      },
    ),
  ],
};

function measure(key: string, title: string, where: string, compute: Measure['compute']): Measure {
  return {
    key,
    title,
    description: `Composite F1, rows’ precision with attacks’ recall, of the dynamic Gaussian score ${where}; chosen with the labels known.`,
    unit: 'number',
    higherIsBetter: true,
    source: SOURCE,
    compute,
  };
}

function scored({ tests, normal }: MeasureInput) {
  const errors = concatenateErrors(tests.map(({ scores }) => absoluteErrors(scores)));
  const before = concatenateErrors(normal.training.map(({ scores }) => absoluteErrors(scores)));
  return { rows: rowsOf(tests), scores: dynamicGaussian(before, errors), C: errors.C };
}

/** The recording with its longest attack cut to 550 s, where it is one of SWaT; later rows move up. */
export function cutLongestAttack(test: SeriesTest): SeriesTest {
  const { frame } = test;
  const { labels, timestamps, channels, clock } = frame;
  const isSwat = ['LIT101', 'FIT101', 'AIT201'].every((tag) => channels.includes(tag));
  if (!isSwat || !labels || clock === 'rows') return test;
  const runs = flagSegments(labels, (label) => label === 1);
  const lengthOf = ({ start, end }: Segment): number => timestamps[end - 1] - timestamps[start];
  const longest = runs.reduce<Segment | undefined>(
    (a, b) => (a === undefined || lengthOf(b) > lengthOf(a) ? b : a),
    undefined,
  );
  if (!longest || lengthOf(longest) <= LONGEST_ATTACK) return test;
  const until = timestamps[longest.start] + LONGEST_ATTACK;
  const cut = longest.start + timestamps.subarray(longest.start).findIndex((time) => time > until);
  // attacks of a list would no longer lie where their rows are
  return { source: test.source, frame: withoutRows(frame, { start: cut, end: longest.end }) };
}

/** The frame without some rows; the later ones follow without a gap. */
function withoutRows(frame: TimeSeriesFrame, { start, end }: Segment): TimeSeriesFrame {
  const [head, tail] = [
    sliceFrame(frame, { start: 0, end: start }),
    sliceFrame(frame, { start: end, end: frame.timestamps.length }),
  ];
  const moved = (tail.timestamps[0] ?? 0) - frame.timestamps[start];
  const timestamps = Float64Array.from([
    ...head.timestamps,
    ...tail.timestamps.map((t) => t - moved),
  ]);
  const values = new Float32Array(head.values.length + tail.values.length);
  values.set(head.values);
  values.set(tail.values, head.values.length);
  const labels = Uint8Array.from([...(head.labels ?? []), ...(tail.labels ?? [])]);
  return createFrame({ ...frame, values, timestamps, labels });
}
