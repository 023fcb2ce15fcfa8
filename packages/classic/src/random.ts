/**
 * The floor of every ranking: a score that is random and yet the same whenever a row is scored again.
 *
 * The score is a hash of the seed and of the row's readings, so a row scores the same alone, in a batch
 * and live, which a random number generator could not promise. Rows with the same readings have the same
 * score. There are no channel scores: a mean of several uniform numbers would no longer be uniform.
 */
import {
  checkRecordings,
  checkSameChannels,
  checkStopped,
  defineDetector,
  type FittedDetector,
  frameLength,
} from '@anodec/core';
import { z } from 'zod';

export const RandomConfig = z.strictObject({
  seed: z.int().min(0).default(42).describe('Random seed of the scores'),
});

export type RandomConfig = z.output<typeof RandomConfig>;

/** The entry for a registry of detectors. */
export const random = defineDetector(RandomConfig, {
  title: () => 'Random',
  create: (config) => ({
    async fit(recordings, { validation, signal } = {}) {
      const channels = checkRecordings(recordings, validation);
      checkStopped(signal, 'fitting the random scores');
      return createFittedRandom(channels, config);
    },
  }),
  restore: (config, { channels }) => createFittedRandom(channels, config),
});

function createFittedRandom(channels: readonly string[], config: RandomConfig): FittedDetector {
  const C = channels.length;
  return {
    channels,
    lookback: 0,
    async score(frame) {
      checkSameChannels(frame.channels, channels, 'the frame');
      const rows = Float32Array.from({ length: frameLength(frame) }, (_, t) =>
        hashToUnit(frame.values.subarray(t * C, (t + 1) * C), config.seed),
      );
      return { rows };
    },
    state: () => ({
      detector: 'random',
      config: { ...config },
      channels,
      arrays: {},
    }),
  };
}

/**
 * A number in [0, 1) that depends on the seed and on every reading; NaN where no reading is there.
 *
 * Source: Appleby 2011, MurmurHash3, the 32-bit variant.
 */
function hashToUnit(readings: Float32Array, seed: number): number {
  if (readings.every((reading) => Number.isNaN(reading))) return NaN;
  let hash = seed >>> 0;
  for (const word of canonicalBits(readings)) {
    const mixed = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash ^ mixed, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= readings.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  // 24 bits, as many as a float32 below 1 tells apart
  return ((hash ^ (hash >>> 16)) >>> 8) / 2 ** 24;
}

/** Bits of the readings; one NaN for all of them, and one zero. */
function canonicalBits(readings: Float32Array): Uint32Array {
  const plain = readings.map((reading) => (Number.isNaN(reading) ? NaN : reading + 0));
  return new Uint32Array(plain.buffer);
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
