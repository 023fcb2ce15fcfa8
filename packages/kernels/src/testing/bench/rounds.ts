/** Times peers in turns. */
import type { ModelSizes } from './models.js';
import type { TimedPeer } from './peer.js';

/** How long a comparison may take. */
export interface Patience {
  /**
   * Rounds before the ones that count, at least, and milliseconds of the first peer's work in them:
   * they fill caches and pools, and the engine compiles hot code.
   */
  readonly warmup: number;
  readonly warmupMilliseconds: number;
  readonly fewest: number;
  readonly most: number;
  /** Milliseconds of one peer's measured work after which enough rounds were made. */
  readonly enough: number;
}

/** For published numbers. */
export const thorough: Patience = {
  warmup: 3,
  warmupMilliseconds: 600,
  fewest: 7,
  most: 60,
  enough: 6000,
};
/** For a quick look. */
export const quick: Patience = {
  warmup: 2,
  warmupMilliseconds: 300,
  fewest: 3,
  most: 15,
  enough: 1000,
};

/**
 * A turn is as many repetitions as fit into this, for a step of training is seldom alone: one by one,
 * small models would be timed with cold caches and sleeping threads.
 */
const TURN_MILLISECONDS = 100;

/** Pause before the next turn, in which the spinning threads of the last peer fall asleep. */
const SETTLE_MILLISECONDS = 10;

/** The measured speed of a peer. */
export interface Timing {
  /** A repetition's, the median of all turns. */
  readonly milliseconds: number;
  /**
   * Time relative to the first peer in the same round, the median of all rounds: independent of
   * temporary changes in the speed of the machine.
   */
  readonly ratio: number;
}

/**
 * Lets every peer do the same thing, one after the other, round by round.
 *
 * @returns the timing of each, in their order
 */
export async function timeInTurns(
  peers: readonly TimedPeer[],
  model: ModelSizes,
  command: 'train' | 'score',
  patience: Patience,
): Promise<Timing[]> {
  for (const peer of peers) await peer.load(model);
  const round = async () => {
    const times: number[] = [];
    for (const peer of peers) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
      times.push(await peer.time(command, TURN_MILLISECONDS));
    }
    return times;
  };
  const { warmup, warmupMilliseconds, fewest, most, enough } = patience;
  for (let i = 0, spent = 0; i < warmup || spent < warmupMilliseconds; i++)
    spent += turnOf(await round());
  const rounds: number[][] = [];
  for (let spent = 0; rounds.length < most; spent += turnOf(rounds[rounds.length - 1])) {
    if (rounds.length >= fewest && spent > enough) break;
    rounds.push(await round());
  }
  return peers.map((_, i) => ({
    milliseconds: median(rounds.map((times) => times[i])),
    ratio: median(rounds.map((times) => times[i] / times[0])),
  }));
}

/** Milliseconds that the first peer's turn took. */
function turnOf([milliseconds]: readonly number[]): number {
  return Math.max(milliseconds, TURN_MILLISECONDS);
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}
