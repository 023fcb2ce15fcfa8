/** How much memory a program takes: the peak of a process of its own. */
import type { ModelSizes } from './models.js';
import type { Peer } from './peer.js';

/** Repetitions after which the peak no longer rises. */
const REPETITIONS = 4;

/**
 * Loads a model, repeats something, and ends the program.
 *
 * @returns the most bytes that the process has held in memory so far, program and libraries included
 */
export async function peakMemory(
  peer: Peer,
  model: ModelSizes,
  command: 'train' | 'score',
): Promise<number> {
  try {
    await peer.load(model);
    for (let i = 0; i < REPETITIONS; i++) await peer.time(command, 1);
    return await peer.peakBytes();
  } finally {
    peer.close();
  }
}
