/** Times peers in turns. */
import type { ModelSizes } from './models.js';
import type { Peer } from './peer.js';

/** How long a comparison may take. */
export interface Patience {
  /**
   * Rounds before the ones that count, at least, and milliseconds of the first peer's work in them:
   * they fill caches and pools, and the engine compiles what it sees often.
   */
  readonly warmup: number;
  readonly warmupMilliseconds: number;
  readonly fewest: number;
  readonly most: number;
  /** Milliseconds of one peer's measured work after which enough rounds were made. */
  readonly enough: number;
}

export const thorough: Patience = {
  warmup: 3,
  warmupMilliseconds: 600,
  fewest: 7,
  most: 60,
  enough: 6000,
};
export const quick: Patience = {
  warmup: 2,
  warmupMilliseconds: 300,
  fewest: 3,
  most: 15,
  enough: 1000,
};

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
  const round = async () => {
    const times: number[] = [];
    for (const peer of peers) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
      times.push(await peer.time(command));
    }
    return times;
  };
  const { warmup, warmupMilliseconds, fewest, most, enough } = patience;
  for (let i = 0, spent = 0; i < warmup || spent < warmupMilliseconds; i++)
    spent += (await round())[0];
  const rounds: number[][] = [];
  for (let spent = 0; rounds.length < most; spent += rounds[rounds.length - 1][0]) {
    if (rounds.length >= fewest && spent > enough) break;
    rounds.push(await round());
  }
  return peers.map((_, i) => median(rounds.map((times) => times[i])));
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}
