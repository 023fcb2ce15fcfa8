/**
 * Searching the alarm policy of a run on the channel errors that it keeps: nothing is trained, and no test row is read.
 *
 * The rows that the run held out are cut into blocks. A policy is fitted to the errors of the others and judged by anomalies
 * that are injected into the block; the detector scores those once.
 */
import {
  createFrame,
  DataError,
  frameLength,
  mean,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  AlarmPolicyConfig,
  applyAlarmPolicy,
  fitAlarmPolicy,
  type ScoredFrame,
} from '@anodec/eval';
import { evaluateRecordings, type TestRecording } from '@anodec/metrics';
import {
  checkTrainedData,
  type GivenSettings,
  NORMAL_KEY,
  openRun,
  parseSections,
  processedStore,
  readRecordings,
  RunChoice,
  scoreFrame,
  type TrainedRun,
  windowSizeOf,
} from '@anodec/pipeline';
import { prepareFrame, splitNormal } from '@anodec/preprocess';
import type { Point, TaskContext } from '@anodec/tune';
import { PolicyCriterionConfig } from './config.js';
import { definedValue, injectInto, judgedByMetric } from './injected-anomalies.js';
import { orderedBlockRows } from './ordered-blocks.js';
import { withPoint } from './point-settings.js';
import type { SearchTask, TaskParts } from './search-task.js';

const sections = {
  criterion: PolicyCriterionConfig,
  choice: RunChoice,
  alarmPolicy: AlarmPolicyConfig,
};

type PolicySettings = ReturnType<typeof parseSections<typeof sections>>;

export const alarmPolicyTask: SearchTask<typeof sections> = {
  title: 'alarm policies',
  sections,
  searched: ['alarmPolicy'],
  usualNames: () => [
    'alarmPolicy.normalisation.kind',
    'alarmPolicy.pooling.kind',
    'alarmPolicy.smoothing.kind',
  ],
  judgedBy: (given) => judgedByMetric(parseSections(sections, given).criterion),

  async open(given, parts) {
    const { criterion, choice } = parseSections(sections, given);
    const trained = await openRun(choice.run, { logs: choice.logs });
    const blocks = await readBlocks(trained, criterion, parts);
    return {
      evaluate: (point, context) =>
        judgePolicy(parseSections(sections, withOwnPolicy(given, trained, point)), blocks, context),
    };
  },
};

/** The policy of the run under the given one, and the point over both. */
function withOwnPolicy(
  given: GivenSettings,
  { settings }: TrainedRun,
  point: Point,
): GivenSettings {
  const own = { ...given, alarmPolicy: { ...settings.alarmPolicy, ...given.alarmPolicy } };
  return withPoint(own, point);
}

/** Errors to fit policies to, and errors to judge them by. */
interface Block {
  readonly training: readonly ScoredFrame[];
  readonly validation: readonly ScoredFrame[];
  readonly tests: readonly (ScoredFrame & Pick<TestRecording, 'attacks'>)[];
}

async function judgePolicy(
  { criterion, alarmPolicy }: PolicySettings,
  blocks: readonly Block[],
  context: TaskContext,
) {
  const values: number[] = [];
  for (const [fold, { training, validation, tests }] of blocks.entries()) {
    const fitted = fitAlarmPolicy(alarmPolicy, { training, validation });
    const scored = tests.map((test, i) => ({
      ...test,
      name: `block ${i + 1}`,
      detection: applyAlarmPolicy(fitted, test),
    }));
    const { metrics } = evaluateRecordings(scored, { draws: 1 });
    values.push(definedValue(metrics, criterion.metric, fold));
    if (fold < blocks.length - 1) await context.report(fold + 1, mean(values));
  }
  return { value: mean(values), details: { [criterion.metric]: values } };
}

async function readBlocks(
  trained: TrainedRun,
  criterion: PolicyCriterionConfig,
  { seed, listeners = {} }: TaskParts,
): Promise<Block[]> {
  const { run, settings, detectors, preprocessing } = trained;
  const [primary] = detectors;
  if (!primary)
    throw new DataError(`${run.path} must be trained to its end, but it is not. Resume it.`);
  const normal = await readRecordings(
    processedStore(settings.paths),
    NORMAL_KEY,
    settings.preprocess,
  );
  await checkTrainedData(trained, normal.recorded);
  const { averaged } = normal;
  const W = windowSizeOf(settings.detector);
  const split = splitNormal(normal.frames, settings.preprocess, W, { averaged });
  const { folds } = criterion;
  const { lookback } = primary.detector;
  const places = split.validation.map((frame) =>
    Array.from({ length: folds }, (_, fold) =>
      orderedBlockRows(frameLength(frame), folds, fold, lookback),
    ),
  );
  const clean = async (side: 'training' | 'validation'): Promise<ScoredFrame[]> =>
    Promise.all(
      split[side].map(async (frame, index) => ({
        frame: prepareFrame(frame, preprocessing).raw,
        scores: await run.readScores({ detector: primary.name, side, index }),
      })),
    );
  const [training, validation] = [await clean('training'), await clean('validation')];
  const injected = await Promise.all(
    split.validation.map(async (frame, recording) => {
      const held = places[recording].map((place) => place.held);
      const made = injectBlocks(frame, held, { criterion, seed, recording, lookback });
      const prepared = prepareFrame(made.frame, preprocessing);
      const { detector, input } = primary;
      const scores = await scoreFrame(detector, prepared, input, preprocessing, listeners);
      return { frame: prepared.raw, scores, attacks: made.attacks };
    }),
  );
  return Array.from({ length: folds }, (_, fold) => ({
    training,
    validation: validation.flatMap((one, i) =>
      places[i][fold].training.map((rows) => cut(one, rows)),
    ),
    tests: injected.map((one, i) => {
      const { start, end } = places[i][fold].held;
      return { ...cut(one, { start: start + lookback, end }), attacks: one.attacks[fold] };
    }),
  }));
}

/** The rows of a scored recording. */
function cut(
  { frame, scores }: ScoredFrame,
  rows: { readonly start: number; readonly end: number },
): ScoredFrame {
  const C = frame.channels.length;
  const { start, end } = rows;
  return {
    frame: sliceFrame(frame, rows),
    scores: {
      rows: scores.rows.subarray(start, end),
      ...(scores.channels && { channels: scores.channels.subarray(start * C, end * C) }),
    },
  };
}

/** A recording with anomalies in every block, none of which reaches into another or into the rows that it is scored by. */
function injectBlocks(
  frame: TimeSeriesFrame,
  blocks: readonly { readonly start: number; readonly end: number }[],
  { criterion, seed, recording, lookback }: BlockInjection,
) {
  const values = frame.values.slice();
  const labels = new Uint8Array(frameLength(frame));
  const attacks = blocks.map(({ start, end }, fold) => {
    const rows = { start: start + lookback, end };
    const part = injectInto(sliceFrame(frame, rows), criterion, { seed, fold, recording });
    values.set(part.frame.values, rows.start * frame.channels.length);
    if (part.frame.labels) labels.set(part.frame.labels, rows.start);
    return part.attacks;
  });
  return { frame: createFrame({ ...frame, values, labels }), attacks };
}

interface BlockInjection {
  readonly criterion: PolicyCriterionConfig;
  readonly seed: number;
  readonly recording: number;
  /** Rows of a block before the first that is judged. */
  readonly lookback: number;
}
