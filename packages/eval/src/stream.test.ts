/**
 * The law of all stages, on random recordings with gaps and missing errors: in whatever pieces rows
 * come, the results are those of the whole, to the bit, and later rows change nothing.
 */
import { concatenate, createFrame, createRandom, parseConfig } from '@anodec/core';
import { array, assert, constantFrom, integer, nat, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlarmPolicyConfig } from './alarm-policy-config.js';
import {
  applyAlarmPolicy,
  type DetectedRows,
  type FittedAlarmPolicy,
  startAlarmPolicy,
} from './alarm-policy.js';
import { alarmLengths, alarmRows } from './alarms.js';
import { driftRules } from './drift/registry.js';
import { fitAlarmPolicy } from './fit-alarm-policy.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import type { ScoredFrame } from './scored-frame.js';
import { smoothings } from './smoothing/registry.js';
import { attenuationStage } from './stages/attenuate.js';
import { normalisationStage } from './stages/normalise.js';
import { poolingStage } from './stages/pool.js';
import { alarmStage } from './stages/raise-alarms.js';
import { smoothingStage } from './stages/smooth.js';
import { thresholds } from './threshold/registry.js';

const C = 3;
const CHANNELS = ['FIT101', 'LIT101', 'AIT201'];
const PERIOD = 10_000;
const tables = {
  normalisation: normalisations,
  drift: driftRules,
  pooling: poolings,
  smoothing: smoothings,
  threshold: thresholds,
};
/** Short windows and a low threshold, so that a hundred rows show everything. */
const OPTIONS: Readonly<Record<string, unknown>> = {
  horizon: 8,
  leastRows: 4,
  pace: 1e6,
  k: 2,
  over: 3,
  quantile: 0.8,
  sigmas: 1,
  margin: 1,
  budget: 2000,
  risk: 0.1,
  depth: 5,
  rate: 0.2,
  confidence: 0,
};
const VARIANTS = Object.entries(tables).flatMap(([group, table]) =>
  table.kinds().map((kind) => [group, kind] as const),
);

/** Poolings that take any channel scores; the others are tried as variants of their own. */
const ANY_POOLING = poolings.kinds().filter((kind) => !poolings.get(kind).needsSurprise);

interface Choice {
  readonly seed: number;
  readonly kinds: Readonly<Record<string, string>>;
  readonly clock: 'elapsed' | 'rows';
  readonly mergeGap: number;
  readonly minimum: number;
  readonly quietPeriod: number;
  readonly closeAt: number;
  readonly rowsOnly: boolean;
  readonly cuts: readonly number[];
}

const choices = record({
  seed: nat(),
  kinds: record({
    normalisation: constantFrom(...normalisations.kinds()),
    drift: constantFrom(...driftRules.kinds()),
    pooling: constantFrom(...ANY_POOLING),
    smoothing: constantFrom(...smoothings.kinds()),
    threshold: constantFrom(...thresholds.kinds()),
  }),
  clock: constantFrom('elapsed' as const, 'rows' as const),
  mergeGap: integer({ min: 0, max: 4 }),
  minimum: integer({ min: 0, max: 4 }),
  quietPeriod: constantFrom(0, 0, 3, 12),
  closeAt: constantFrom(1, 0.6),
  rowsOnly: integer({ min: 0, max: 9 }).map((draw) => draw === 0),
  cuts: array(integer({ min: 0, max: 150 }), { maxLength: 12 }),
});

/** Noise with steps, drift, single missing errors, missing rows and gaps in time. */
function recording({ seed, clock, rowsOnly }: Choice, T: number): ScoredFrame {
  const random = createRandom(seed);
  let level = 0;
  let time = 0;
  const channels = Float32Array.from({ length: T * C }, (_, i) => {
    if (random.uniform() < 0.02) level = 6 * random.uniform();
    return random.uniform() < 0.03
      ? NaN
      : Math.abs(1 + random.normal()) + (i % C === 0 ? level : 0);
  });
  for (let t = 0; t < T; t++) if (random.uniform() < 0.03) channels.fill(NaN, t * C, (t + 1) * C);
  const rows = Float32Array.from({ length: T }, (_, t) => channels[t * C]);
  const timestamps = Float64Array.from({ length: T }, () => {
    if (clock === 'rows') return time++;
    return (time += random.uniform() < 0.05 ? 4.3 * PERIOD : PERIOD);
  });
  const frame = createFrame({
    values: new Float32Array(T * C),
    channels: CHANNELS,
    timestamps,
    clock,
  });
  return { frame, scores: rowsOnly ? { rows } : { rows, channels } };
}

function fit(choice: Choice): FittedAlarmPolicy {
  const groups = Object.entries(tables).map(([group, table]) => {
    const isSurprise = group === 'normalisation' && choice.kinds.pooling === 'fisher';
    const kind = isSurprise ? 'tail-probability' : choice.kinds[group];
    const own = Object.keys(table.get(kind).settings.shape);
    const options = Object.entries(OPTIONS).filter(([name]) => own.includes(name));
    return [group, { ...Object.fromEntries(options), kind }];
  });
  const { mergeGap, minimum, quietPeriod, closeAt } = choice;
  const alarms = { mergeGap, minimum, quietPeriod, closeAt };
  const settings = { ...Object.fromEntries(groups), alarms };
  const normal = { ...choice, seed: choice.seed + 1 };
  return fitAlarmPolicy(parseConfig(AlarmPolicyConfig, settings), {
    training: [recording(normal, 80)],
    validation: [recording({ ...normal, seed: choice.seed + 2 }, 60)],
  });
}

function periodOf({ clock }: Choice): number {
  return clock === 'rows' ? 1 : PERIOD;
}

/** Rows `start` to `end` of what a stage or the policy takes. */
function cut({ scores, frame }: ScoredFrame, start: number, end: number) {
  const { rows, channels } = scores;
  const part = channels?.slice(start * C, end * C);
  return {
    scores: { rows: rows.slice(start, end), ...(part ? { channels: part } : {}) },
    timestamps: frame.timestamps.slice(start, end),
  };
}

/** Pairs of rows that cut T rows to pieces, some of them empty. */
function pieces(cuts: readonly number[], T: number): [number, number][] {
  const bounds = [0, ...cuts.map((row) => Math.min(row, T)).sort((a, b) => a - b), T];
  return bounds.slice(1).map((end, i) => [bounds[i], end]);
}

function pushPieces(fitted: FittedAlarmPolicy, choice: Choice, whole: ScoredFrame, T: number) {
  const { channels, clock } = whole.frame;
  const stream = startAlarmPolicy(fitted, { channels, clock, period: periodOf(choice) });
  const pushed: DetectedRows[] = [];
  for (const [start, end] of pieces(choice.cuts, T))
    pushed.push(stream.push(cut(whole, start, end)));
  return { pushed, end: stream.finish() };
}

function joined(parts: readonly (Float32Array | undefined)[]): Float32Array {
  return concatenate(parts.map((part) => part ?? new Float32Array(0)));
}

function byChannel<Stretch extends { channel: string; start: number }>(
  stretches: readonly Stretch[],
): Stretch[] {
  const order = (name: string): number => CHANNELS.indexOf(name);
  return [...stretches].sort((a, b) => order(a.channel) - order(b.channel) || a.start - b.start);
}

describe.each(VARIANTS)('%s %s', (group, kind) => {
  const chosen = choices.map((choice) => ({
    ...choice,
    kinds: { ...choice.kinds, [group]: kind },
  }));

  test('gives the same for rows as they come and for the whole', () => {
    assert(
      property(chosen, (choice) => {
        const T = 150;
        const whole = recording(choice, T);
        const fitted = fit(choice);
        const detection = applyAlarmPolicy(fitted, whole);
        const { pushed, end } = pushPieces(fitted, choice, whole, T);
        expect(joined(pushed.map(({ score }) => score))).toEqual(detection.score);
        expect(joined(pushed.map(({ channelScores }) => channelScores))).toEqual(
          detection.channelScores ?? new Float32Array(0),
        );
        const closed = [...pushed.flatMap((rows) => rows.closed), ...end.closed];
        expect(closed).toEqual(detection.alarms);
        const attenuated = [...pushed.flatMap((rows) => rows.attenuated), ...end.attenuated];
        expect(byChannel(attenuated)).toEqual(detection.attenuated);
        const exceeds = pushed.flatMap((rows) => [...rows.exceeds]);
        expect(exceeds).toEqual([...detection.exceeds]);
        const limits = pushed.flatMap((rows) => [...rows.limits]);
        expect(limits).toEqual([...detection.limits]);
        expect(exceeds).toEqual(
          [...detection.score].map((score, t) => (score > limits[t] ? 1 : 0)),
        );
        const pValues = pushed.flatMap((rows) => [...rows.pValues]);
        expect(pValues).toEqual([...detection.pValues]);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  test('does not let later rows change a score, an exceedance, or an alarm that was closed', () => {
    assert(
      property(chosen, integer({ min: 1, max: 149 }), (choice, rows) => {
        const whole = recording(choice, 150);
        const fitted = fit(choice);
        const { pushed } = pushPieces(fitted, choice, whole, 150);
        const { pushed: first } = pushPieces(fitted, choice, whole, rows);
        const scores = (parts: readonly DetectedRows[]) => ({
          score: joined(parts.map(({ score }) => score)).slice(0, rows),
          pooled: joined(parts.map(({ pooled }) => pooled)).slice(0, rows),
          exceeds: parts.flatMap(({ exceeds }) => [...exceeds]).slice(0, rows),
          limits: parts.flatMap(({ limits }) => [...limits]).slice(0, rows),
          channels: joined(parts.map((part) => part.channelScores)).slice(0, rows * C),
        });
        expect(scores(first)).toEqual(scores(pushed));
        for (const change of ['opened', 'closed'] as const) {
          const changes = (parts: readonly DetectedRows[]) => parts.flatMap((part) => part[change]);
          const before = changes(first);
          expect(changes(pushed).slice(0, before.length)).toEqual(before);
        }
      }),
      { seed: 2, numRuns: 20 },
    );
  });
});

describe('every stage alone', () => {
  test('gives the same for rows as they come and for the whole', () => {
    assert(
      property(choices, (choice) => {
        const T = 150;
        const { scores, frame } = recording({ ...choice, rowsOnly: false }, T);
        const { config, norms, pooling } = fit({ ...choice, rowsOnly: false });
        const { assumedPeriod } = config;
        const time = { clock: choice.clock, period: periodOf(choice), assumedPeriod };
        const ranges = pieces(choice.cuts, T);
        const part = (values: Float32Array, [start, end]: [number, number]): Float32Array =>
          values.slice(start * C, end * C);
        const times = ([start, end]: [number, number]): Float64Array =>
          frame.timestamps.slice(start, end);
        const errors = scores.channels ?? new Float32Array(0);

        const attenuating = attenuationStage(config.drift, norms, time);
        const { attenuation } = attenuating.apply({ errors, timestamps: frame.timestamps });
        const drift = attenuating.start();
        expect(
          joined(
            ranges.map(
              (range) =>
                drift.push({ errors: part(errors, range), timestamps: times(range) }).attenuation,
            ),
          ),
        ).toEqual(attenuation);

        const normalising = normalisationStage(
          config.normalisation,
          norms.map(({ scale }) => scale),
          time,
        );
        const channelScores = normalising.apply({ errors, attenuation: attenuation.slice() });
        const scaled = normalising.start();
        expect(
          joined(
            ranges.map((range) =>
              scaled.push({ errors: part(errors, range), attenuation: part(attenuation, range) }),
            ),
          ),
        ).toEqual(channelScores);

        const pool = poolingStage(config.pooling, pooling, C);
        const pooled = pool.apply(channelScores);
        const pools = pool.start();
        expect(joined(ranges.map((range) => pools.push(part(channelScores, range))))).toEqual(
          pooled,
        );

        const smoothing = smoothingStage(config.smoothing, time);
        const smooths = smoothing.start();
        expect(
          joined(
            ranges.map((range) =>
              smooths.push({ score: pooled.slice(...range), timestamps: times(range) }),
            ),
          ),
        ).toEqual(smoothing.apply({ score: pooled, timestamps: frame.timestamps }));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test('raises the alarms that the rows above the threshold give at once', () => {
    assert(
      property(choices, integer({ min: 0, max: 30 }), (choice, tenths) => {
        const { scores, frame } = recording(choice, 150);
        const [limit, { rows: score }, { timestamps }] = [tenths / 10, scores, frame];
        const { config } = fit(choice);
        const { assumedPeriod } = config;
        const time = { clock: choice.clock, period: periodOf(choice), assumedPeriod };
        const lengths = alarmLengths(config, time);
        const exceeds = Uint8Array.from(score, (value) => (value > limit ? 1 : 0));
        const alarms = alarmStage({ ...lengths, quiet: 0, channels: [] }).apply({
          timestamps,
          score,
          exceeds,
        });
        expect(alarms.map(({ rows }) => rows)).toEqual(
          alarmRows(lengths, score, timestamps, limit),
        );
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
