/** Times peers in turns. */
import type { ModelSizes } from './models.js';
import type { Peer } from './peer.js';

/** How long a comparison may take. */
export interface Patience {
  /** Rounds before the ones that count: they compile, and fill caches and pools. */
  readonly warmup: number;
  readonly fewest: number;
  readonly most: number;
  /** Milliseconds of one peer's measured work after which enough rounds were made. */
  readonly enough: number;
}

export const thorough: Patience = { warmup: 3, fewest: 7, most: 60, enough: 6000 };
export const quick: Patience = { warmup: 2, fewest: 3, most: 15, enough: 1000 };

/** Threads of a peer may still spin when its answer comes: they fall asleep before the next turn. */
const SETTLE_MILLISECONDS = 10;

/**
 * Lets every peer do the same thing, one after the other, round by round.
 *
 * @returns the median milliseconds of each, in their order
 */
export async function timeInTurns(
  peers: readonly Peer[],
  model: ModelSizes,
  command: 'train' | 'score',
  patience: Patience,
): Promise<number[]> {
  for (const peer of peers) await peer.load(model);
  const times: number[][] = peers.map(() => []);
  let measured = 0;
  for (let round = -patience.warmup; round < patience.most; round++) {
    if (round >= patience.fewest && measured > patience.enough) break;
    for (const [i, peer] of peers.entries()) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
      const milliseconds = await peer.time(command);
      if (round < 0) continue;
      times[i].push(milliseconds);
      if (i === 0) measured += milliseconds;
    }
  }
  return times.map(median);
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}
