/**
 * Folds of time series: each recording is cut into blocks of equal length, of which one is held out and the others are
 * learned from. Rows beside the held-out block are left out, as windows would reach across the cut.
 *
 * Shuffled folds would put neighbours of every tested row into training. Left out is the stricter form that learns from
 * earlier blocks alone: normal operation is assumed to be the same throughout.
 *
 * Source: López de Prado 2018, "Advances in Financial Machine Learning", section 7.4 (purged k-fold).
 */
import {
  DataError,
  frameLength,
  type Segment,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';

/** One fold; in the order of the recordings. */
export interface OrderedFold {
  /** The rows on both sides of the held-out blocks, each stretch a recording. */
  readonly training: readonly { readonly frame: TimeSeriesFrame; readonly recording: number }[];
  readonly held: readonly { readonly frame: TimeSeriesFrame; readonly recording: number }[];
}

/** Rows of one recording in one fold. */
export interface BlockRows {
  readonly training: readonly Segment[];
  readonly held: Segment;
}

/**
 * The rows of a fold.
 *
 * @param T rows of the recording
 * @param fold from 0
 * @param purge rows on each side of the block that belong to neither
 */
export function orderedBlockRows(T: number, folds: number, fold: number, purge: number): BlockRows {
  const held = {
    start: Math.floor((fold * T) / folds),
    end: Math.floor(((fold + 1) * T) / folds),
  };
  const sides = [
    { start: 0, end: held.start - purge },
    { start: held.end + purge, end: T },
  ];
  return { held, training: sides.filter(({ start, end }) => end > start) };
}

/**
 * Cuts recordings for one fold.
 *
 * @param least rows that a stretch to learn from must have; shorter ones are left out
 * @throws DataError when nothing is left to learn from
 */
export function orderedFold(
  frames: readonly TimeSeriesFrame[],
  { folds, fold, purge, least }: OrderedFoldParts,
): OrderedFold {
  const cut = frames.map((frame, recording) => {
    const rows = orderedBlockRows(frameLength(frame), folds, fold, purge);
    const slice = (segment: Segment) => ({ frame: sliceFrame(frame, segment), recording });
    const training = rows.training.filter(({ start, end }) => end - start >= least);
    return { held: slice(rows.held), training: training.map(slice) };
  });
  const training = cut.flatMap((one) => one.training);
  const held = cut.map((one) => one.held).filter(({ frame }) => frameLength(frame) > 0);
  if (training.length > 0 && held.length > 0) return { training, held };
  const rows = frames.reduce((sum, frame) => sum + frameLength(frame), 0);
  throw new DataError(
    `Block ${fold + 1} of \`folds\` ${folds} must leave at least ${least} rows in one piece to learn from, got none of ` +
      `${rows} rows. Take fewer folds or a smaller purge.`,
  );
}

/** How recordings are cut. */
export interface OrderedFoldParts {
  readonly folds: number;
  /** From 0. */
  readonly fold: number;
  readonly purge: number;
  readonly least: number;
}
