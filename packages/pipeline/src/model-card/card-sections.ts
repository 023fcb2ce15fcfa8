/**
 * The sections of a model card: what is known about a trained model, computed from its files. What is not
 * known is said to be unknown or left out.
 *
 * Source: Mitchell et al. 2019, "Model Cards for Model Reporting", section 4, for what a card is about.
 */
import {
  type DetectorState,
  formatCount,
  countOf,
  formatDuration,
  formatTimestamp,
} from '@anodec/core';
import {
  type Block,
  buildSections,
  type EvaluationReport,
  type Fact,
  findings,
  type SectionContent,
} from '@anodec/report';
import { drawsFromAll } from '../data/normal-data.js';
import type { ArtifactDetector } from '../runs/artifact.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { leftOutOf } from './left-out.js';

/** What a card is made from. */
export interface CardParts {
  readonly trained: TrainedRun;
  readonly primary: ArtifactDetector;
  /** Seed, epochs, backend, command, code and machine; see `runFacts`. */
  readonly facts: readonly Fact[];
  /** Absent before the run is evaluated. */
  readonly report?: EvaluationReport;
}

/** All sections, in order. */
export function cardSections(parts: CardParts): SectionContent[] {
  const { trained, primary, facts } = parts;
  const state = primary.detector.state();
  return [
    { heading: 'Model', blocks: [{ kind: 'facts', facts }, ...weightTable(state)] },
    { heading: 'Settings of the detector', blocks: [settingsTable(state.config)] },
    { heading: 'Use', blocks: [{ kind: 'list', items: useSentences(trained, primary) }] },
    { heading: 'Training data', blocks: dataBlocks(trained) },
    { heading: 'Channels and preprocessing', blocks: preprocessingBlocks(trained) },
    { heading: 'Threshold', blocks: [{ kind: 'facts', facts: thresholdFacts(primary) }] },
    { heading: 'Evaluation', blocks: evaluationBlocks(parts) },
    { heading: 'Limits', blocks: [{ kind: 'list', items: limitSentences(trained, primary) }] },
  ];
}

/** The arrays of a detector: weights of a network, or what it learned otherwise. */
function weightTable({ arrays }: DetectorState): Block[] {
  const entries = Object.entries(arrays);
  if (entries.length === 0) return [];
  const total = entries.reduce((sum, [, { data }]) => sum + data.length, 0);
  return [
    {
      kind: 'table',
      caption: `What it learned: ${formatCount(total)} numbers`,
      columns: ['Array', 'Shape', 'Numbers'],
      rows: entries.map(([name, { shape, data }]) => [
        name,
        shape.join(' × '),
        formatCount(data.length),
      ]),
    },
  ];
}

function settingsTable(config: Readonly<Record<string, unknown>>): Block {
  const rows = Object.entries(config).filter(([, value]) => value !== undefined);
  return {
    kind: 'table',
    columns: ['Setting', 'Value'],
    rows: rows.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  };
}

/** What goes in and what comes out. */
function useSentences(
  { preprocessing }: TrainedRun,
  { detector, alarmPolicy }: ArtifactDetector,
): string[] {
  const { channels, period } = preprocessing;
  const interval =
    period === undefined
      ? 'Their rows were only numbered in training: the interval is not known.'
      : `One row stands for ${formatDuration(period)}, as in training; finer rows are aggregated, coarser ones refused.`;
  return [
    `It takes readings of ${formatCount(channels.length)} channels in the units of the training tables. ${interval}`,
    `It gives each row a score, higher for a row that differs more from the rows it learned from, and the score depends on ` +
      `the row and on ${countOf(detector.lookback, 'row')} before it, besides those that drift, smoothing and a moving threshold look back on.`,
    alarmPolicy.norms.length > 0
      ? 'It gives each channel a score as well, which says where a row differs, not why.'
      : 'It does not say which channels differ.',
    'What it was made for, by whom, and which decisions may rest on it is not recorded.',
  ];
}

function dataBlocks({ learnedFrom, settings }: TrainedRun): Block[] {
  const { dataset } = settings.paths;
  if (learnedFrom.length === 0) {
    return [{ kind: 'paragraph', text: `Data set ${dataset}; its recordings were not recorded.` }];
  }
  const { validationSplit, invertedSplit } = settings.preprocess;
  const share = `${Math.round((invertedSplit ? 1 - validationSplit : validationSplit) * 1000) / 10} %`;
  return [
    {
      kind: 'table',
      caption: `Data set ${dataset}, rows taken as normal`,
      columns: ['File', 'Rows', 'From', 'To', 'SHA-256 of the readings'],
      rows: learnedFrom.map(({ source, fingerprint: { rows, from, to, clock, sha256 } }) => [
        source,
        formatCount(rows),
        from === null ? '–' : formatTimestamp(from, clock),
        to === null ? '–' : formatTimestamp(to, clock),
        sha256,
      ]),
    },
    {
      kind: 'paragraph',
      text: drawsFromAll(settings)
        ? 'The windows to train on and those to validate on were drawn from all of the rows.'
        : `${share} of the rows were held out from training.`,
    },
  ];
}

function preprocessingBlocks({ preprocessing, settings, tables }: TrainedRun): Block[] {
  const { channels, offsets, scaler, oneHot, recentring, rows } = preprocessing;
  const facts: Fact[] = [
    { name: 'Scaling', value: `${scaler.kind}, learned on training rows` },
    { name: 'Clipping', value: scaler.clip === undefined ? 'none' : `at ±${scaler.clip}` },
    { name: 'Aggregation', value: (rows ?? settings.preprocess).sampleFreq },
    { name: 'Missing readings', value: (rows ?? settings.preprocess).missing.kind },
    { name: 'Discrete channels', value: settings.preprocess.discrete },
    { name: 'Re-centring', value: recentring ? `over ${recentring.horizon} rows` : 'none' },
    ...(tables.leftOut.length > 0
      ? [{ name: 'Columns left out', value: tables.leftOut.join(', ') }]
      : []),
  ];
  const columns = ['Channel', 'Subtracted first', 'Then subtracted', 'Then divided by'];
  const cells = channels.map((channel, c) => {
    const { offset, scale } = scaler.maps[c];
    const known = typeof offset === 'number' && typeof scale === 'number' && !oneHot;
    const shift = String(offsets?.[c] ?? 0);
    return [channel, shift, known ? String(offset) : '–', known ? String(scale) : '–'];
  });
  return [
    { kind: 'facts', facts },
    { kind: 'table', columns, rows: cells },
  ];
}

function thresholdFacts({ alarmPolicy }: ArtifactDetector): Fact[] {
  const { config, threshold } = alarmPolicy;
  return [
    { name: 'Threshold', value: String(threshold.value) },
    { name: 'Rule', value: threshold.rule },
    { name: 'Normal scores it was set from', value: formatCount(threshold.scores) },
    {
      name: 'Labels',
      value: threshold.sawLabels === false ? 'none were used' : 'ORACLE: set on labelled rows',
    },
    { name: 'Normalisation', value: config.normalisation.kind },
    { name: 'Drift', value: config.drift.kind },
    { name: 'Pooling', value: config.pooling.kind },
    { name: 'Smoothing', value: config.smoothing.kind },
    { name: 'Longest break within an alarm', value: String(config.alarms.mergeGap) },
  ];
}

/** Findings and the metrics that a report shows first, each beside its floors. */
function evaluationBlocks({ report }: CardParts): Block[] {
  if (!report) return [{ kind: 'paragraph', text: 'Not evaluated.' }];
  const [first] = report.results;
  const shown = report.metrics.filter(({ shown: where = 'everywhere' }) => where === 'everywhere');
  const alone = { ...report, results: [first], metrics: shown };
  const tables = buildSections({ report: alone, brief: false }).find(
    ({ key }) => key === 'detectors',
  );
  return [
    { kind: 'paragraph', text: `Evaluated ${report.created}.` },
    { kind: 'list', items: findings(report) },
    ...(tables?.blocks ?? []),
  ];
}

function limitSentences(trained: TrainedRun, primary: ArtifactDetector): string[] {
  const { preprocessing, settings } = trained;
  const { lookback } = primary.detector;
  const { clip } = preprocessing.scaler;
  return [
    'It knows what is usual in the training rows, and nothing of what may happen besides: a new way of normal operation ' +
      'has high scores, an attack that looks like normal operation low ones.',
    ...(lookback > 0
      ? [
          `Without a score: the first ${countOf(lookback, 'row')} of a recording, and of each stretch after a gap.`,
        ]
      : []),
    ...(clip === undefined
      ? []
      : [`Readings are cut at ±${clip} scaled units: how far one lies beyond is lost.`]),
    ...(settings.preprocess.missing.kind === 'mask'
      ? ['A missing reading has no score of its own; the row is scored by the others.']
      : []),
    'In an ONNX export, which scores single windows, the following does not take part. ' +
      leftOutOf(preprocessing, primary.alarmPolicy).join(' '),
  ];
}
