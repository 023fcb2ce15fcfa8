/**
 * What metrics give to detectors that know nothing: random scores, the same alarms at random times,
 * every row flagged, no row flagged. A value that does not exceed them says nothing.
 *
 * Random scores are what published results were found to be no better than. Their alarms are single
 * rows, though, where real ones come in runs: the same alarms at random times keep number, lengths and
 * spacing, and only the time is random.
 */
import { createRandom, type InPieces, mean, quantiles, type Random } from '@anodec/core';
import type { Chance, Metric, MetricInput } from './metric.js';
import { onceForEach } from './once-for-each.js';
import { type PanelSetting, panelInput, type PanelValues, panelValues } from './panel-values.js';
import type { MetricRecording } from './recording.js';
import { runsWithin } from './runs.js';

/** A distribution over draws. */
export interface Band {
  readonly mean: number;
  /** 2.5 % and 97.5 % quantile. */
  readonly low: number;
  readonly high: number;
  /** Draws in which the metric was defined. */
  readonly draws: number;
}

/** Distributions by the key of the metric; null where it was defined in no draw. */
export type MetricBands = Readonly<Record<string, Band | null>>;

/** A detector that knows nothing, on all metrics. */
export interface Floor {
  readonly key: FloorKey;
  /** What tables call it. */
  readonly name: string;
  /** What its scores and alarms are, one sentence. */
  readonly description: string;
  /** Draws, and those of metrics that take long; 1 where nothing is random. */
  readonly draws: number;
  readonly costlyDraws: number;
  /** Without any recovery. */
  readonly metrics: MetricBands;
  /** For each recovery, the metrics that depend on it. */
  readonly events: readonly { readonly recovery: string; readonly metrics: MetricBands }[];
}

/** How a floor makes scores and alarms from those of the detector, for one recording. */
interface FloorKind {
  readonly name: string;
  readonly description: string;
  readonly random: boolean;
  readonly make: (recording: MetricRecording, random: Random) => MetricRecording;
}

/** The floors in the order of their columns. */
const FLOORS = {
  randomScores: {
    name: 'Random scores',
    description:
      'Each row is scored at random, and as large a share of rows is flagged as the detector flags; alarms are the runs of flagged rows.',
    random: true,
    make: withRandomScores,
  },
  randomTimes: {
    name: 'Same alarms at random times',
    description:
      'Scores and alarms of the detector, moved around each recording by a random number of rows; what leaves at the end enters at the beginning.',
    random: true,
    make: atRandomTime,
  },
  everyRow: {
    name: 'Every row flagged',
    description: 'Every row has the same score and is flagged: one alarm for each recording.',
    random: false,
    make: withEveryRowFlagged,
  },
  noRow: {
    name: 'No row flagged',
    description: 'Every row has the same score and none is flagged: there is no alarm.',
    random: false,
    make: withNoRowFlagged,
  },
} as const satisfies Record<string, FloorKind>;

/** The name of a floor in records. */
export type FloorKey = keyof typeof FLOORS;

/** The floors that a value has to exceed to be better than chance. */
export const CHANCE_FLOORS: Readonly<Record<Chance, readonly FloorKey[]>> = {
  alarms: ['randomTimes'],
  rows: ['randomScores', 'randomTimes'],
};

/** Draws of the random floors of metrics that take long: one in so many. */
const COSTLY_SHARE = 10;

/**
 * Computes all floors of a detector, draw by draw; the same seed gives the same floors. Recordings are drawn apart.
 *
 * @param input of the detector
 * @param draws of the random floors; costly metrics have a tenth of them
 */
export function* computeFloors(
  metrics: readonly Metric[],
  input: MetricInput,
  setting: PanelSetting,
  draws = 100,
  seed = 42,
): InPieces<Floor[]> {
  const { recordings, rows } = input;
  const cheap = metrics.filter(({ costly = false }) => !costly);
  const floors: Floor[] = [];
  for (const [key, { name, description, random: isRandom, make }] of Object.entries(FLOORS)) {
    const random = createRandom(seed).stream(key);
    const count = isRandom ? draws : 1;
    const costlyDraws = Math.ceil(count / COSTLY_SHARE);
    const values: PanelValues[] = [];
    for (let d = 0; d < count; d++) {
      const drawn = recordings.map((recording) => make(recording, random));
      const measured = d < costlyDraws ? metrics : cheap;
      values.push(panelValues(measured, panelInput(drawn, setting, rows)));
      yield;
    }
    const of = (pick: (one: PanelValues) => PanelValues['metrics']): MetricBands =>
      bandsOf(values.map(pick));
    floors.push({
      key: key as FloorKey,
      name,
      description,
      draws: count,
      costlyDraws,
      metrics: of((one) => one.metrics),
      events: setting.recoveries.map(({ recovery }, i) => ({
        recovery,
        metrics: of(({ events }) => events[i]),
      })),
    });
  }
  return floors;
}

/** The distribution of each metric over draws, those left out in which it is not defined. */
function bandsOf(draws: readonly PanelValues['metrics'][]): MetricBands {
  return Object.fromEntries(
    Object.keys(draws[0]).map((key) => {
      const values = draws.flatMap((one) => {
        const value = one[key];
        return value === null || value === undefined ? [] : [value];
      });
      if (values.length === 0) return [key, null];
      const [low, high] = quantiles(values, [0.025, 0.975]);
      return [key, { mean: mean(values), low, high, draws: values.length }];
    }),
  );
}

function withRandomScores(recording: MetricRecording, random: Random): MetricRecording {
  const { score: original, flags: flagged, channels } = recording;
  const [score, flags] = [new Float32Array(original.length), new Uint8Array(original.length)];
  let [scored, above] = [0, 0];
  for (let t = 0; t < original.length; t++) {
    if (Number.isNaN(original[t])) continue;
    scored++;
    above += flagged[t];
  }
  const threshold = 1 - above / scored;
  for (let t = 0; t < original.length; t++) {
    score[t] = Number.isNaN(original[t]) ? NaN : random.uniform();
    flags[t] = score[t] > threshold ? 1 : 0; // false for NaN
  }
  const drawn = new Float64Array(channels.length);
  const alarms = runsWithin(flags, [0]).map((rows) => ({ rows }));
  return {
    ...recording,
    score,
    flags,
    alarmed: flags,
    alarms,
    ...(recording.channelScoresAt && {
      channelScoresAt: () => {
        for (let c = 0; c < drawn.length; c++) drawn[c] = random.uniform();
        return drawn;
      },
    }),
  };
}

function atRandomTime(recording: MetricRecording, random: Random): MetricRecording {
  const { score, flags, alarmed, alarms, channelScoresAt } = recording;
  const T = score.length;
  const shift = random.integer(Math.max(1, T));
  return {
    ...recording,
    score: rotateScored(score, score, shift),
    flags: rotateScored(flags, score, shift),
    alarmed: rotate(alarmed, shift),
    alarms: rotateRuns(alarms, shift, T),
    ...(channelScoresAt && { channelScoresAt: (row) => channelScoresAt((row - shift + T) % T) }),
  };
}

/** The values moved on by `shift` rows; what leaves at the end enters at the beginning. */
function rotate<Values extends Float32Array | Uint8Array>(values: Values, shift: number): Values {
  const rotated = values.slice();
  rotated.set(values.subarray(values.length - shift));
  rotated.set(values.subarray(0, values.length - shift), shift);
  return rotated as Values;
}

/** The same among the rows with a score, as the others stay without one wherever the alarms are. */
function rotateScored<Values extends Float32Array | Uint8Array>(
  values: Values,
  score: Float32Array,
  shift: number,
): Values {
  const rows = scoredRows(score);
  if (rows.length === score.length) return rotate(values, shift);
  const rotated = values.slice() as Values;
  const by = Math.floor((shift * rows.length) / score.length);
  for (let i = 0; i < rows.length; i++) {
    rotated[rows[(i + by) % rows.length]] = values[rows[i]];
  }
  return rotated;
}

const scoredRows = onceForEach((score: Float32Array) =>
  Uint32Array.from(score.keys()).filter((t) => !Number.isNaN(score[t])),
);

/** The alarms moved on by `shift` rows; one that reaches over the end is cut in two. */
function rotateRuns(
  alarms: MetricRecording['alarms'],
  shift: number,
  T: number,
): MetricRecording['alarms'] {
  const moved = alarms.flatMap(({ rows }) => {
    const [start, end] = [rows.start + shift, rows.end + shift];
    if (start >= T) return [{ start: start - T, end: end - T }];
    if (end <= T) return [{ start, end }];
    return [
      { start, end: T },
      { start: 0, end: end - T },
    ];
  });
  return moved.sort((a, b) => a.start - b.start).map((rows) => ({ rows }));
}

function withEveryRowFlagged(recording: MetricRecording): MetricRecording {
  const T = recording.score.length;
  return {
    ...constantScores(recording),
    flags: Uint8Array.from(recording.score, (score) => (Number.isNaN(score) ? 0 : 1)),
    alarmed: new Uint8Array(T).fill(1),
    alarms: T > 0 ? [{ rows: { start: 0, end: T } }] : [],
  };
}

function withNoRowFlagged(recording: MetricRecording): MetricRecording {
  const T = recording.score.length;
  return {
    ...constantScores(recording),
    flags: new Uint8Array(T),
    alarmed: new Uint8Array(T),
    alarms: [],
  };
}

/** The recording with score 1 in each row that has one, and no channel scores. */
function constantScores(recording: MetricRecording): MetricRecording {
  const { channelScoresAt: _none, ...rest } = recording;
  return { ...rest, score: recording.score.map((score) => (Number.isNaN(score) ? NaN : 1)) };
}
