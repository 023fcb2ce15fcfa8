/** A small made-up plant and models of it that are fitted in a second. */
import { createFrame, createRandom, type DetectorInput, type TimeSeriesFrame } from '@anodec/core';
import { AlarmPolicyConfig, applyAlarmPolicy, type Detection, fitAlarmPolicy } from '@anodec/eval';
import { createDetector, DetectorConfig, scoreFrame } from '@anodec/pipeline';
import {
  collectRecordings,
  PreprocessConfig,
  type PreparedFrame,
  prepareNormal,
  preprocessRecording,
} from '@anodec/preprocess';
import type { LiveModel } from './live-scorer.js';

export const CHANNELS = ['LIT101', 'P101', 'FIT101'];

/** What a recording is like. */
export interface PlantParts {
  readonly rows: number;
  readonly seed: number;
  /** Share of readings that are missing. Default 0. */
  readonly missing?: number;
  /** Share of steps that are longer than a second: skipped rows and gaps. Default 0. */
  readonly skipped?: number;
  /** Share of rows at which an attack of ten rows begins. Default 0. */
  readonly attacks?: number;
}

/** A row a second of a level, a pump and a flow. */
export function plant({
  rows,
  seed,
  missing = 0,
  skipped = 0,
  attacks = 0,
}: PlantParts): TimeSeriesFrame {
  const random = createRandom(seed);
  let [time, attacked] = [Date.UTC(2024, 0, 1), 0];
  const values = new Float32Array(rows * 3);
  const timestamps = Float64Array.from({ length: rows }, (_, t) => {
    const isSkipped = random.uniform() < skipped;
    time += 1000 * (isSkipped ? 2 + Math.floor(random.uniform() * 30) : 1);
    if (random.uniform() < attacks) attacked = 10;
    const pump = t % 40 < 25 ? 2 : 1;
    const row = [Math.sin(t / 9) + 0.1 * random.normal(), pump, pump + 0.05 * random.normal()];
    if (attacked-- > 0) row[0] += 2;
    values.set(
      row.map((value) => (random.uniform() < missing ? NaN : value)),
      t * 3,
    );
    return time;
  });
  return createFrame({ values, channels: CHANNELS, timestamps });
}

/** Settings of a model; what is left out has its default. */
export interface ModelSettings {
  readonly detector: Readonly<Record<string, unknown>>;
  readonly preprocess?: object;
  readonly policy?: object;
}

/** Fits a model to normal rows of the plant. */
export async function fitModel(settings: ModelSettings): Promise<LiveModel> {
  const { detector, preprocess = {}, policy = {} } = settings;
  const config = PreprocessConfig.parse(preprocess);
  const set = collectRecordings([plant({ rows: 900, seed: 5 })], config, () => 'normal.csv');
  const { preprocessing, training, validation } = prepareNormal(set, config, 1);
  const { kind, ...options } = DetectorConfig.parse(detector);
  const input: DetectorInput = 'scaled';
  const fitted = await createDetector(kind, options).fit(training.map(({ inputs }) => inputs));
  const parts = { name: kind, title: kind, input, detector: fitted };
  const scored = (sides: readonly PreparedFrame[]) =>
    Promise.all(
      sides.map(async (one) => ({
        scores: await scoreFrame(fitted, one, input, preprocessing),
        frame: one.raw,
      })),
    );
  const alarmPolicy = fitAlarmPolicy(AlarmPolicyConfig.parse(policy), {
    training: await scored(training),
    validation: await scored(validation),
  });
  return { preprocessing, detector: { ...parts, alarmPolicy } };
}

/** The batch: a whole recording, prepared and scored at once. */
export async function scoreWhole(
  { preprocessing, detector: { detector, input, alarmPolicy } }: LiveModel,
  frame: TimeSeriesFrame,
  period: number,
): Promise<{ readonly timestamps: Float64Array; readonly detection: Detection }> {
  const prepared = preprocessRecording(preprocessing, frame);
  const scores = await scoreFrame(detector, prepared, input, preprocessing);
  const whole = { frame: prepared.raw, scores };
  const detection = applyAlarmPolicy(alarmPolicy, whole, { period });
  return { timestamps: prepared.raw.timestamps, detection };
}
