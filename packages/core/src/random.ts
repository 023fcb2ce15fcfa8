/**
 * Seeded random numbers: the same seed gives the same numbers on every machine.
 *
 * A stream is split by name, not by order of use, so that a new consumer of randomness does not
 * move the numbers of the others.
 *
 * Source: Blackman & Vigna 2021, "Scrambled Linear Pseudorandom Number Generators", xoshiro128**.
 */

/** A source of random numbers. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Normal with mean 0 and deviation 1. */
  normal(): number;
  /** A whole number, uniform in [0, limit). */
  integer(limit: number): number;
  /** An independent stream, the same for the same name wherever this one stands. */
  stream(name: string): Random;
  /** The whole state, four 32-bit integers, for checkpoints. */
  readonly state: Uint32Array;
}

/** Makes a stream of random numbers from a whole number. */
export function createRandom(seed: number): Random {
  return fromState(expandSeed(seed), seed);
}

/** Shuffles in place, every order equally likely (Fisher & Yates). */
export function shuffle<Items extends { [i: number]: number; readonly length: number }>(
  items: Items,
  random: Random,
): Items {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return items;
}

function fromState(s: Uint32Array, seed: number): Random {
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11);
    return result;
  };
  const uniform = (): number => next() / 2 ** 32;
  return {
    uniform,
    // Box & Muller 1958; the second number of the pair is not kept, so that the state is four integers
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (limit) => Math.floor(uniform() * limit),
    stream: (name) => createRandom(hashName(name, seed)),
    state: s,
  };
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Four integers from one (Steele, Lea & Flood 2014, SplitMix), so that similar seeds lie far apart. */
function expandSeed(seed: number): Uint32Array {
  let z = seed >>> 0;
  return Uint32Array.from({ length: 4 }, () => {
    z = (z + 0x9e3779b9) >>> 0;
    let x = z;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return (x ^ (x >>> 16)) >>> 0;
  });
}

/** FNV-1a of the name, begun at the seed. */
function hashName(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
