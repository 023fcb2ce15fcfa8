/**
 * A detector in the middle of a recording: rows in, their scores out, the same as of the whole recording.
 *
 * The detector sees the rows of one gap-free stretch at a time, numbered, with the rows before them that it looks
 * back on: what counts as a gap is decided here, by the period of the recording, because the median step of a few
 * rows could be another. A stretch that is too short for a window stands beside one of zeros that is long
 * enough, as a short stretch does in a recording.
 */
import {
  concatenate,
  createFrame,
  type DetectorInput,
  type FittedDetector,
  GAP_PERIODS,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { type PreprocessedRows, type Preprocessing, sumOneHot } from '@anodec/preprocess';

/** Rows with what the detector says of them. */
export interface DetectedPart {
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** Rows (n), channels (n, C). */
  readonly scores: Scores;
}

/** What the stream of a detector is made from. */
export interface DetectorStreamParts {
  readonly detector: FittedDetector;
  readonly input: DetectorInput;
  readonly preprocessing: Preprocessing;
  /** Usual step between the rows, in the unit of their clock. */
  readonly period: number;
}

/** A detector in the middle of a recording. */
export interface DetectorStream {
  /** Rows that a row waits for before it has its score. */
  readonly delay: number;
  /** The rows that have their score now; those that are held back come later. */
  push(rows: PreprocessedRows, options?: ScoreOptions): Promise<DetectedPart>;
  /** Takes rows whose scores are known from before a restart, which are returned as `push` would. */
  replay(rows: PreprocessedRows, known: KnownScores): Promise<DetectedPart>;
  /** Takes the last rows of the recording; with them come those that were held back. */
  finish(rows: PreprocessedRows, options?: ScoreOptions): Promise<DetectedPart>;
}

/** Gives the scores of the next rows from before a restart; undefined where there are no more of them. */
export type KnownScores = (rows: number) => Promise<Scores | undefined>;

/** Starts a detector; see the head of the file. */
export function startDetector(parts: DetectorStreamParts): DetectorStream {
  const { detector, period } = parts;
  const longest = GAP_PERIODS * period;
  let stretch = emptyStretch();
  let before = NaN;
  const score = async (ended: boolean, scoreRows: ScoreRows): Promise<DetectedPart[]> => {
    const ready = stretch.length() - (ended ? 0 : (detector.lookahead ?? 0));
    if (ready <= stretch.given()) return [];
    return [await stretch.take(ready, parts, scoreRows)];
  };
  const advance = async (rows: PreprocessedRows, scoreRows: ScoreRows): Promise<DetectedPart> => {
    const found: DetectedPart[] = [];
    let start = 0;
    for (const [t, time] of rows.timestamps.entries()) {
      if (time - before > longest) {
        stretch.append(rows, start, t);
        found.push(...(await score(true, scoreRows)));
        stretch = emptyStretch();
        start = t;
      }
      before = time;
    }
    stretch.append(rows, start, rows.timestamps.length);
    found.push(...(await score(false, scoreRows)));
    return joinParts(found);
  };
  return {
    delay: detector.lookahead ?? 0,
    push: (rows, options) => advance(rows, (chunk) => scoreChunk(parts, chunk, options)),
    replay: (rows, known) =>
      advance(rows, async (chunk) => (await known(chunk.wanted)) ?? scoreChunk(parts, chunk)),
    async finish(rows, options) {
      const scoreRows: ScoreRows = (chunk) => scoreChunk(parts, chunk, options);
      return joinParts([await advance(rows, scoreRows), ...(await score(true, scoreRows))]);
    },
  };
}

/** Rows of a stretch with those that their scores depend on. */
interface Chunk {
  /** (n), of all of them. */
  readonly rows: PreprocessedRows;
  /** How many scores are wanted; behind the last of their rows there may be more. */
  readonly wanted: number;
  /** Index of the first row whose score is wanted. */
  readonly first: number;
}

/** The scores of the wanted rows of a chunk. */
type ScoreRows = (chunk: Chunk) => Promise<Scores>;

/** The rows of a stretch that are still needed. */
function emptyStretch() {
  let kept: PreprocessedRows | undefined;
  let start = 0; // row of the stretch at which `kept` begins
  let given = 0; // rows of the stretch that have their score
  const length = (): number => start + (kept?.timestamps.length ?? 0);
  return {
    length,
    given: () => given,
    append(rows: PreprocessedRows, from: number, to: number): void {
      if (to > from) kept = kept ? join(kept, part(rows, from, to)) : copy(part(rows, from, to));
    },
    async take(
      ready: number,
      { detector }: DetectorStreamParts,
      scoreRows: ScoreRows,
    ): Promise<DetectedPart> {
      if (!kept) throw new Error('There must be rows to score, got none.');
      const chunk = { rows: kept, first: given - start, wanted: ready - given };
      const scores = await scoreRows(chunk);
      const timestamps = kept.timestamps.slice(chunk.first, chunk.first + chunk.wanted);
      given = ready;
      const { stride = 1, offset = 0 } = detector.windows ?? {};
      // windows begin at the same rows of the stretch when whole strides are left out
      const needed = Math.max(0, given - detector.lookback - offset);
      const next = Math.floor(needed / stride) * stride;
      kept = copy(part(kept, next - start, kept.timestamps.length));
      start = next;
      return { timestamps, scores };
    },
  };
}

async function scoreChunk(
  { detector, input, preprocessing }: DetectorStreamParts,
  { rows, first, wanted }: Chunk,
  options: ScoreOptions = {},
): Promise<Scores> {
  const channels = input === 'raw' ? preprocessing.channels : preprocessing.scaler.channels;
  const values = input === 'raw' ? rows.raw : rows.inputs;
  const n = rows.timestamps.length;
  const least = detector.lookback + (detector.windows?.offset ?? 0) + 1;
  const beside = n < least ? least : 0;
  const frame = frameOf(channels, values, n, beside);
  const scores = await detector.score(frame, options);
  const { oneHot } = preprocessing;
  const summed =
    input === 'raw' || !oneHot || !scores.channels
      ? scores
      : { rows: scores.rows, channels: sumOneHot(oneHot, scores.channels) };
  return sliceScores(summed, beside + first, beside + first + wanted, beside + n);
}

/** Numbered rows; `beside` rows of zeros and a gap before them where that is not 0. */
function frameOf(
  channels: readonly string[],
  values: Float32Array,
  n: number,
  beside: number,
): TimeSeriesFrame {
  if (beside === 0) return createFrame({ channels, values });
  const far = 1000 * (beside + n); // a step above any multiple of the median step
  const all = new Float32Array((beside + n) * channels.length);
  all.set(values, beside * channels.length);
  const timestamps = Float64Array.from({ length: beside + n }, (_, t) =>
    t < beside ? t : far + t,
  );
  return createFrame({ channels, values: all, timestamps, clock: 'elapsed' });
}

/** Scores of some rows out of those of T, copied. */
function sliceScores(scores: Scores, start: number, end: number, T: number): Scores {
  const rows = scores.rows.slice(start, end);
  if (!scores.channels) return { rows };
  const C = scores.channels.length / T;
  return { rows, channels: scores.channels.slice(start * C, end * C) };
}

/** Some rows as views on the same memory. */
function part({ timestamps, raw, inputs }: PreprocessedRows, start: number, end: number) {
  const T = timestamps.length;
  const cut = (values: Float32Array): Float32Array => {
    const C = T === 0 ? 0 : values.length / T;
    return values.subarray(start * C, end * C);
  };
  return { timestamps: timestamps.subarray(start, end), raw: cut(raw), inputs: cut(inputs) };
}

function copy({ timestamps, raw, inputs }: PreprocessedRows): PreprocessedRows {
  return { timestamps: timestamps.slice(), raw: raw.slice(), inputs: inputs.slice() };
}

function join(a: PreprocessedRows, b: PreprocessedRows): PreprocessedRows {
  return {
    timestamps: Float64Array.from([...a.timestamps, ...b.timestamps]),
    raw: concatenate([a.raw, b.raw]),
    inputs: concatenate([a.inputs, b.inputs]),
  };
}

function joinParts(parts: readonly DetectedPart[]): DetectedPart {
  if (parts.length === 1) return parts[0];
  const timestamps = Float64Array.from(parts.flatMap((one) => [...one.timestamps]));
  const rows = concatenate(parts.map(({ scores }) => scores.rows));
  const channels = parts.flatMap(({ scores }) => scores.channels ?? []);
  if (channels.length === 0) return { timestamps, scores: { rows } };
  return { timestamps, scores: { rows, channels: concatenate(channels) } };
}
