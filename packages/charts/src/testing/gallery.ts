/** Every chart with made-up data: what the tests draw, and what the gallery page shows. */
import { createRandom } from '@anodec/core';
import { attacksByChannel } from '../attacks-by-channel.js';
import { barHistogram } from '../bar-histogram.js';
import { classMap } from '../class-map.js';
import { criticalDifferenceDiagram } from '../critical-difference.js';
import { detectorCurves } from '../detector-curves.js';
import { gridScatter } from '../grid-scatter.js';
import { heatMap } from '../heat-map.js';
import { latentScatter } from '../latent-scatter.js';
import { markedCurve } from '../marked-curve.js';
import { parallelCoordinates } from '../parallel-coordinates.js';
import { rankingCurve } from '../ranking-curve.js';
import { scoreTimeline } from '../score-timeline.js';
import { searchHistory } from '../search-history.js';
import { settingImportance } from '../setting-importance.js';
import { signalComparison } from '../signal-comparison.js';
import { stackedSignals } from '../stacked-signals.js';
import type { ChartSpec } from '../theme.js';
import { timesOverRows } from '../times-over-rows.js';
import { trainingCurves } from '../training-curves.js';

/** A chart of the gallery. */
export interface GalleryChart {
  /** The function that makes it. */
  readonly name: string;
  readonly spec: ChartSpec;
  /** Texts that the drawn chart holds. */
  readonly texts: readonly string[];
}

const T = 6000;
const START = Date.UTC(2015, 11, 28, 10);
const random = createRandom(7);
/** Trials of a search, some ended early. */
const searched = Array.from({ length: 40 }, (_, trial) => ({
  trial,
  value: 0.8 - 0.5 / (trial + 1) + 0.1 * Math.sin(3 * trial),
  finished: trial % 5 !== 3,
}));
const timestamps = Float64Array.from({ length: T }, (_, t) => START + 1000 * t);
const attacks = [
  { name: 'Attack 1', start: timestamps[900], end: timestamps[1400], channels: ['LIT101'] },
  { name: 'Attack 2', start: timestamps[3000], end: timestamps[3120], channels: ['FIT501'] },
  {
    name: 'Attack 3',
    start: timestamps[4400],
    end: timestamps[5000],
    channels: ['LIT101', 'AIT203'],
  },
  { name: 'Attack 4', start: timestamps[5500], end: timestamps[5560], channels: [] },
];
const alarms = [
  { start: timestamps[960], end: timestamps[1450] },
  { start: timestamps[4420], end: timestamps[5030] },
];
const underAttack = timestamps.map((time) =>
  Number(attacks.some(({ start, end }) => time >= start && time <= end)),
);

/** A wave with noise that is pushed away under attack. */
function signal(middle: number, height: number, push: number): Float32Array {
  return Float32Array.from(underAttack, (attacked, t) => {
    const wave = middle + height * Math.sin(t / 260 + middle);
    return wave + 0.05 * height * random.normal() + attacked * push;
  });
}

const CHANNELS = ['AIT203', 'AIT503', 'FIT501', 'LIT101', 'LIT401'];
const readings = [
  signal(380, 8, 4),
  signal(145, 3, 0),
  signal(1.7, 0.03, -0.6),
  signal(560, 200, 180),
  signal(900, 90, 0),
];
const score = Float32Array.from(
  underAttack,
  (attacked) => 0.3 + 0.08 * random.normal() ** 2 + attacked * 1.1 * random.uniform(),
);

const BINS = 240;
const maxima = Float32Array.from({ length: CHANNELS.length * BINS }, (_, i) => {
  const [c, b] = [Math.floor(i / BINS), i % BINS];
  const attacked = underAttack[Math.floor((b * T) / BINS)];
  return 0.1 + 0.2 * random.uniform() + attacked * (c % 2 === 0 ? 0.4 : 2.5) * random.uniform();
});

/** A curve of a detector whose quality is `power`: 1 is chance, more is better. */
function curve(power: number): { x: number; y: number }[] {
  return Array.from({ length: 101 }, (_, i) => ({ x: i / 100, y: (i / 100) ** (1 / power) }));
}

const N = 700;
const labels = Array.from({ length: N }, (_, n) => Number(n % 100 > 88));
const points = Float64Array.from({ length: 2 * N }, (_, i) => {
  const [n, axis] = [i >> 1, i % 2];
  const turn = (n / N) * 2 * Math.PI;
  return (axis ? Math.sin(turn) : Math.cos(turn)) + 0.1 * random.normal() + 0.9 * labels[n];
});
const errors = labels.map((label) => 0.2 + 0.3 * random.uniform() + label * 2.5 * random.uniform());

const epochs = Array.from({ length: 30 }, (_, i) => ({
  epoch: i + 1,
  trainLoss: 0.02 + 0.5 * Math.exp(-i / 5),
  validLoss: 0.03 + 0.5 * Math.exp(-i / 5) + 0.0008 * Math.max(0, i - 18),
}));

const recording = { clock: 'utc', timestamps, attacks, alarms } as const;
const chance = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const;
const plane = { points, axes: ['First component', 'Second component'] } as const;

/** All charts, in the order of the README. */
export const gallery: readonly GalleryChart[] = [
  {
    name: 'stackedSignals',
    spec: stackedSignals({
      ...recording,
      signals: CHANNELS.slice(0, 4).map((name, c) => ({ name, values: readings[c] })),
      title: 'Four signals with attacks',
    }),
    texts: ['AIT503', 'Attack #3'],
  },
  {
    name: 'attacksByChannel',
    spec: attacksByChannel({
      clock: 'utc',
      start: timestamps[0],
      end: timestamps[T - 1],
      attacks,
      title: 'Attacks by the channels that they are aimed at',
    }),
    texts: ['LIT101', 'no channel named'],
  },
  {
    name: 'scoreTimeline',
    spec: scoreTimeline({ ...recording, score, threshold: 0.9 }),
    texts: ['score', 'threshold', 'alarm', 'attack'],
  },
  {
    name: 'heatMap',
    spec: heatMap({ ...recording, channels: CHANNELS, bins: BINS, maxima, threshold: 0.9 }),
    texts: ['LIT401', 'alarm', 'attack', 'Score in thresholds'],
  },
  {
    name: 'signalComparison',
    spec: signalComparison({
      ...recording,
      signals: [2, 3].map((c) => ({
        name: CHANNELS[c],
        recorded: readings[c],
        expected: readings[c].map(
          (value, t) => value - (c === 3 ? 150 : -0.5) * underAttack[t] * 0.9,
        ),
      })),
      title: 'Recorded and expected readings',
      points: 1200,
    }),
    texts: ['recorded', 'expected', 'FIT501'],
  },
  {
    name: 'rankingCurve',
    spec: rankingCurve({
      title: 'ROC',
      x: 'False-positive rate',
      y: 'Recall',
      points: curve(6),
      operating: { x: 0.1, y: 0.1 ** (1 / 6) },
      chance,
    }),
    texts: ['threshold in use', 'Recall'],
  },
  {
    name: 'detectorCurves',
    spec: detectorCurves({
      title: 'ROC of four detectors',
      x: 'False-positive rate',
      y: 'Recall',
      curves: ['LSTM autoencoder', 'PCA', 'Linear model', 'Norm'].map((name, n) => ({
        name,
        points: curve(8 - 2 * n),
        operating: { x: 0.1, y: 0.1 ** (1 / (8 - 2 * n)) },
      })),
      chance,
    }),
    texts: ['LSTM autoencoder', 'Norm'],
  },
  {
    name: 'trainingCurves',
    spec: trainingCurves(epochs, 19),
    texts: ['training', 'validation', 'kept: epoch 19'],
  },
  {
    name: 'latentScatter',
    spec: latentScatter({
      title: 'Codes of windows, by label',
      ...plane,
      colour: { by: 'label', values: labels },
    }),
    texts: ['normal', 'attack', 'First component'],
  },
  {
    name: 'latentScatter',
    spec: latentScatter({
      title: 'Codes of windows, by error',
      ...plane,
      colour: { by: 'error', values: errors, threshold: 0.9 },
    }),
    texts: ['Score in thresholds'],
  },
  {
    name: 'latentScatter',
    spec: latentScatter({
      title: 'Codes of windows, by time',
      points,
      colour: { by: 'time', clock: 'utc', values: timestamps.subarray(0, N) },
    }),
    texts: ['28 Dec 10:05'],
  },
  {
    name: 'barHistogram',
    spec: barHistogram({
      title: 'Durations of attacks',
      borders: Array.from({ length: 41 }, (_, i) => 50 * i),
      counts: Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? 0 : Math.round(9 * 0.9 ** i))),
      unit: 'Seconds',
      marks: [
        { at: 420, name: 'median 420 s' },
        { at: 1200, name: '90 % quantile 1200 s' },
      ],
    }),
    texts: ['median 420 s', 'Seconds'],
  },
  {
    name: 'timesOverRows',
    spec: timesOverRows('Times over row number', [
      {
        title: 'recording.csv',
        times: timestamps.map((time, t) => (t > 3500 ? time + 3_600_000 : time)),
      },
    ]),
    texts: ['Row of recording.csv'],
  },
  {
    name: 'markedCurve',
    spec: markedCurve({
      title: 'Learning-rate range test',
      x: 'Learning rate',
      base: 10,
      y: 'Loss',
      points: Array.from({ length: 60 }, (_, i) => ({
        x: 10 ** (-5 + i / 15),
        y: 1 / (1 + Math.exp((i - 30) / 5)) + Math.exp((i - 56) / 2),
      })),
      mark: { x: 1e-3, label: 'suggested 0.001' },
    }),
    texts: ['suggested 0.001'],
  },
  {
    name: 'criticalDifferenceDiagram',
    spec: criticalDifferenceDiagram({
      title: 'Mean ranks',
      detectors: [
        { name: 'LSTM', rank: 1.25 },
        { name: 'PCA', rank: 2 },
        { name: 'Norm', rank: 2.75 },
      ],
      criticalDifference: 1.66,
      groups: [
        [0, 1],
        [1, 2],
      ],
    }),
    texts: ['critical difference'],
  },
  {
    name: 'searchHistory',
    spec: searchHistory({
      title: 'Search of detectors',
      measure: 'AUPRC',
      trials: searched,
      best: searched
        .filter(({ finished }) => finished)
        .map(({ trial }, i, all) => ({
          trial,
          best: Math.max(...all.slice(0, i + 1).map(({ value }) => value)),
        })),
    }),
    texts: ['ended early', 'AUPRC'],
  },
  {
    name: 'parallelCoordinates',
    spec: parallelCoordinates({
      title: 'Settings of the trials',
      measure: 'AUPRC',
      higherIsBetter: true,
      axes: [
        {
          name: 'hiddenSize',
          ticks: [
            { place: 0, text: '16' },
            { place: 1, text: '128' },
          ],
        },
        {
          name: 'cell',
          ticks: [
            { place: 0, text: 'lstm' },
            { place: 1, text: 'gru' },
          ],
        },
        { name: 'dropout', ticks: [{ place: 0, text: '0' }] },
      ],
      trials: Array.from({ length: 30 }, (_, trial) => ({
        trial,
        value: 0.5 + (trial % 7) / 20,
        places: [(trial % 7) / 6, trial % 2, trial % 3 === 0 ? null : (trial % 5) / 4],
      })),
    }),
    texts: ['hiddenSize', 'lstm'],
  },
  {
    name: 'settingImportance',
    spec: settingImportance({
      title: 'Which settings mattered',
      settings: [
        { name: 'hiddenSize', share: 0.62 },
        { name: 'cell', share: 0.11 },
      ],
    }),
    texts: ['hiddenSize', 'Share of the variance'],
  },
  {
    name: 'gridScatter',
    spec: gridScatter({
      title: 'F1 by number of trees',
      x: 'n_estimators',
      y: 'F1',
      colour: 'max_depth',
      panel: 'learning_rate',
      points: Array.from({ length: 120 }, (_, i) => ({
        x: 1 + (i % 20),
        y: 0.9 - 0.4 / (1 + (i % 20)) + 0.01 * (i % 3),
        colour: String(2 + (i % 3)),
        panel: (0.1 * (1 + Math.floor(i / 60))).toFixed(1),
      })),
    }),
    texts: ['n_estimators', 'learning_rate'],
  },
  {
    name: 'classMap',
    spec: classMap({
      title: 'Sizes by class, and what a classifier accepts',
      axes: ['Width', 'Length'],
      groups: ['car', 'human', 'moto'],
      marks: ['unique', 'duplicate', 'odd'],
      points: errors.map((error, n) => ({
        x: points[2 * n] + 3 * (n % 3),
        y: points[2 * n + 1] + error,
        group: n % 3,
        mark: labels[n] === 1 ? 2 : n % 2,
      })),
      areas: [0, 1, 2].map((group) => ({
        group,
        x: [-2 + 3 * group, 2 + 3 * group],
        y: [-2, 3],
        columns: 20,
        rows: 20,
        inside: new Uint8Array(400).map((_, i) =>
          Number(((i % 20) - 10) ** 2 + (Math.floor(i / 20) - 10) ** 2 < 80),
        ),
      })),
    }),
    texts: ['human', 'duplicate', 'Width'],
  },
];
