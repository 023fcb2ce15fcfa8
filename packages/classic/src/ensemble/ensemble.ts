/**
 * An ensemble: several detectors whose calibrated scores become one, so that none of them decides alone.
 *
 * Members learn from the first four fifths of each recording and are calibrated on the last one, because on rows that
 * they learned from some of them score too low. A row has a score where every member has one.
 *
 * Source: Aggarwal & Sathe 2017, "Outlier Ensembles", chapter 5; calibration before combination as in Kriegel, Kröger,
 * Schubert & Zimek 2011, "Interpreting and Unifying Outlier Scores".
 */
import {
  checkRecordings,
  checkSameChannels,
  concatenate,
  createFrom,
  DataError,
  defineDetector,
  type DetectorContext,
  type DetectorEntry,
  type DetectorRegistry,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  frameLength,
  type NamedArray,
  restoreFrom,
  sliceFrame,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import {
  type Calibration,
  calibrationOf,
  type CombinationName,
  combinations,
  fromSorted,
} from './combine.js';

/** Share of each recording that members are calibrated on. */
const HELD_OUT = 0.2;
/** Members where none are named: a partition, a distance and a density. */
const USUAL = ['isolation-forest', 'knn', 'ecod'];

/** A fitted member. */
interface Member {
  readonly name: string;
  readonly detector: FittedDetector;
  readonly calibration: Calibration;
}

/**
 * Makes the entry of an ensemble over the detectors of a registry.
 *
 * @param registry detectors that may be members: those that read scaled channels
 */
export function ensembleOf<Context extends DetectorContext>(
  registry: DetectorRegistry<Context>,
): DetectorEntry {
  const names = Object.keys(registry).filter((name) => registry[name].input === 'scaled');
  const schema = z
    .strictObject({
      members: z
        .array(z.enum(names))
        .min(2)
        .default(USUAL)
        .describe(`Detectors of an ensemble, two or more: ${names.join(', ')}`),
      combine: z
        .enum(Object.keys(combinations) as [CombinationName, ...CombinationName[]])
        .default('mean')
        .describe(
          'Score of an ensemble: mean or largest distance above the lowest held-out normal score, or the mean share of held-out scores below',
        ),
      memberSettings: z
        .record(z.string(), z.record(z.string(), z.json()))
        .default({})
        .describe('Settings of members by name, in a file of settings'),
    })
    .refine(({ members }) => new Set(members).size === members.length, {
      path: ['members'],
      error: 'members must be distinct',
    })
    .refine(
      ({ members, memberSettings }) =>
        Object.keys(memberSettings).every((name) => members.includes(name)),
      { path: ['memberSettings'], error: 'memberSettings must be about members' },
    );
  return defineDetector(schema, {
    title: ({ members, combine }) =>
      `Ensemble of ${members.length} (${combine === 'rank' ? 'mean rank' : combine})`,
    create: ({ combine, members, memberSettings }) => ({
      async fit(recordings, options = {}) {
        const channels = checkRecordings(recordings, options.validation);
        const fitted: Member[] = [];
        for (const name of members) {
          const member = createFrom(registry, name, memberSettings[name] ?? {});
          fitted.push(await fitMember(name, member, recordings, options));
        }
        return new FittedEnsemble(channels, combine, fitted);
      },
    }),
    restore: ({ combine, members, memberSettings }, { channels, arrays }) => {
      const fitted = members.map((name): Member => {
        const config = memberSettings[name] ?? {};
        const own = arraysOf(arrays, `${name}.`);
        const detector = restoreFrom(registry, { detector: name, config, channels, arrays: own });
        return { name, detector, calibration: fromSorted(arrays[`calibration.${name}`].data) };
      });
      return new FittedEnsemble(channels, combine, fitted);
    },
  });
}

async function fitMember(
  name: string,
  member: ReturnType<typeof createFrom>,
  recordings: readonly TimeSeriesFrame[],
  options: FitOptions,
): Promise<Member> {
  const heads = recordings.map((frame) => sliceFrame(frame, { start: 0, end: headOf(frame) }));
  const detector = await member.fit(heads, options);
  const held: Float32Array[] = [];
  for (const frame of recordings) {
    const { rows } = await detector.score(frame, options);
    held.push(rows.subarray(headOf(frame)).filter((score) => !Number.isNaN(score)));
  }
  const scores = concatenate(held);
  if (scores.length === 0) {
    throw new DataError(
      `The member ${name} must score rows of the last fifth of a recording to be calibrated, got no score. ` +
        'Train on longer recordings, or set a smaller windowSize.',
    );
  }
  return { name, detector, calibration: calibrationOf(scores) };
}

/** Rows that are learned from; a recording of fewer than five is learned from and calibrated on. */
function headOf(frame: TimeSeriesFrame): number {
  const T = frameLength(frame);
  return T < 5 ? T - 1 : Math.floor(T * (1 - HELD_OUT));
}

class FittedEnsemble implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly #combine: CombinationName;
  readonly #members: readonly Member[];

  constructor(channels: readonly string[], combine: CombinationName, members: readonly Member[]) {
    this.channels = channels;
    this.lookback = Math.max(...members.map(({ detector }) => detector.lookback));
    this.#combine = combine;
    this.#members = members;
  }

  async score(frame: TimeSeriesFrame, options: ScoreOptions = {}): Promise<Scores> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const scores: Float32Array[] = [];
    for (const { detector } of this.#members)
      scores.push((await detector.score(frame, options)).rows);
    const calibrations = this.#members.map(({ calibration }) => calibration);
    const combine = combinations[this.#combine];
    const rows = Float32Array.from({ length: frameLength(frame) }, (_, t) => {
      const own = scores.map((of) => of[t]);
      return own.some((score) => Number.isNaN(score)) ? NaN : combine(own, calibrations);
    });
    return { rows };
  }

  state(): DetectorState {
    const arrays: Record<string, NamedArray> = {};
    const memberSettings: Record<string, DetectorState['config']> = {};
    for (const { name, detector, calibration } of this.#members) {
      const state = detector.state();
      memberSettings[name] = state.config;
      for (const [key, array] of Object.entries(state.arrays)) arrays[`${name}.${key}`] = array;
      const { sorted } = calibration;
      arrays[`calibration.${name}`] = { shape: [sorted.length], data: sorted.slice() };
    }
    const members = this.#members.map(({ name }) => name);
    const config = { members, combine: this.#combine, memberSettings };
    return { detector: 'ensemble', config, channels: this.channels, arrays };
  }
}

/** The arrays whose names begin with a prefix, without it. */
function arraysOf(arrays: DetectorState['arrays'], prefix: string): DetectorState['arrays'] {
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(prefix.length), array]));
}
