/**
 * A recording through a detector some thousand rows at a time: what a detector makes on its way, arrays as large as
 * what it scores, never has the size of a long recording.
 *
 * The scores are those of the whole, to the bit, because a detector says which rows a score depends on. Where the gaps of a
 * recording would not be found in a piece of it, since the usual step there is another, it is scored as a whole.
 */
import {
  contiguousSegments,
  type FittedDetector,
  frameLength,
  type Progress,
  type ScoreOptions,
  type Scores,
  type Segment,
  silentProgress,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';

/** Rows of a piece, at least: whole batches of windows with the usual sizes. */
const ROWS = 1 << 14;
/** Rows of a piece, at least, for each row that is scored once more because the next piece depends on it. */
const ROWS_PER_REPEATED = 32;

/** Rows of a recording that get their scores, and those that the detector is given for it. */
interface Piece {
  readonly scored: Segment;
  readonly given: Segment;
}

/** Scores a recording; see the head of the file. @throws ShapeError as `FittedDetector.score` */
export async function scoreInPieces(
  detector: FittedDetector,
  frame: TimeSeriesFrame,
  options: ScoreOptions = {},
): Promise<Scores> {
  const T = frameLength(frame);
  const pieces = piecesOf(detector, frame);
  if (pieces.length <= 1) return detector.score(frame, options);
  const { progress = silentProgress } = options;
  const rows = new Float32Array(T);
  let channels: Float32Array | undefined;
  progress.begin('Scoring', T, 'rows');
  try {
    for (const piece of pieces) {
      const within = { ...options, progress: progressWithin(progress, piece) };
      const scores = await detector.score(sliceFrame(frame, piece.given), within);
      copyScored(scores.rows, rows, piece, 1);
      if (!scores.channels) continue;
      const C = scores.channels.length / scores.rows.length;
      channels ??= new Float32Array(T * C);
      copyScored(scores.channels, channels, piece, C);
    }
  } finally {
    progress.end();
  }
  return channels ? { rows, channels } : { rows };
}

/** The pieces of a recording; none where it must be scored as a whole. */
function piecesOf(
  {
    lookback,
    lookahead = 0,
    windows: { stride, offset } = { stride: 1, offset: 0 },
  }: FittedDetector,
  frame: TimeSeriesFrame,
): Piece[] {
  const T = frameLength(frame);
  const size = Math.max(ROWS, ROWS_PER_REPEATED * (lookback + lookahead));
  if (T <= size) return [];
  const stretches = contiguousSegments(frame);
  const pieces: Piece[] = [];
  let s = 0;
  for (let start = 0; start < T; start += size) {
    while (stretches[s].end <= start) s++;
    const before = Math.max(0, start - lookback - offset - stretches[s].start);
    const end = Math.min(T, start + size);
    const given = {
      // whole strides are left out, so that windows begin at the same rows
      start: stretches[s].start + before - (before % stride),
      end: Math.min(T, end + lookahead),
    };
    pieces.push({ scored: { start, end }, given });
  }
  const least = lookback + offset + 1;
  return pieces.every(({ given }) => isSeenAlike(frame, stretches, given, least)) ? pieces : [];
}

/** Whether rows have the gaps that they have in the whole, and a stretch without one of at least `least` rows. */
function isSeenAlike(
  frame: TimeSeriesFrame,
  stretches: readonly Segment[],
  { start, end }: Segment,
  least: number,
): boolean {
  const own = contiguousSegments(sliceFrame(frame, { start, end }));
  const expected = stretches.filter((stretch) => stretch.end > start && stretch.start < end);
  return (
    own.length === expected.length &&
    own.every((stretch, i) => i === 0 || start + stretch.start === expected[i].start) &&
    own.some((stretch) => stretch.end - stretch.start >= least)
  );
}

/** Copies the scores of a piece to their place. @param width numbers of a row */
function copyScored(from: Float32Array, to: Float32Array, piece: Piece, width: number): void {
  const { scored, given } = piece;
  const [first, end] = [scored.start - given.start, scored.end - given.start];
  to.set(from.subarray(first * width, end * width), scored.start * width);
}

/** The progress of a piece as rows of the whole, which never go back: a detector may go through a piece twice. */
function progressWithin(progress: Progress, { scored: { start, end } }: Piece): Progress {
  let [total, latest] = [0, start];
  return {
    begin(_, amount) {
      total = amount;
    },
    update(done, note) {
      if (total > 0) latest = Math.max(latest, Math.round(start + ((end - start) * done) / total));
      progress.update(latest, note);
    },
    end() {},
  };
}
