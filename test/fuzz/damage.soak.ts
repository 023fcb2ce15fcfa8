/** Damage to bytes, as disks, lines and hands do it. */
import type { Random } from '@anodec/core';
import { pick } from './family.soak.js';

type Damage = (random: Random, bytes: Buffer) => Buffer;

/** A place in the bytes, and how many of them from there, a few or many. */
function span(random: Random, bytes: Buffer): readonly [start: number, end: number] {
  const start = random.integer(bytes.length);
  const most = random.uniform() < 0.8 ? 8 : bytes.length;
  return [start, Math.min(bytes.length, start + 1 + random.integer(most))];
}

const damages: readonly Damage[] = [
  (random, bytes) => bytes.subarray(0, random.integer(bytes.length)),
  (random, bytes) => {
    const flipped = Buffer.from(bytes);
    for (let k = 0; k <= random.integer(3); k++) {
      flipped[random.integer(bytes.length)] ^= 1 << random.integer(8);
    }
    return flipped;
  },
  (random, bytes) => {
    const changed = Buffer.from(bytes);
    changed[random.integer(bytes.length)] = random.integer(256);
    return changed;
  },
  (random, bytes) => {
    const [start, end] = span(random, bytes);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  (random, bytes) => {
    const [start, end] = span(random, bytes);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  (random, bytes) => {
    const [start, end] = span(random, bytes);
    return Buffer.from(bytes).fill(pick(random, [0, 32, 255]), start, end);
  },
];

/** Damages bytes once or twice; the bytes given stay as they are. */
export function damage(random: Random, bytes: Buffer): Buffer {
  let damaged = pick(random, damages)(random, bytes);
  if (damaged.length > 0 && random.uniform() < 0.3)
    damaged = pick(random, damages)(random, damaged);
  return damaged;
}

/** Puts one of several words at a random place, or over what is there. */
export function splice(random: Random, text: string, words: readonly string[]): string {
  const word = pick(random, words);
  const at = random.integer(text.length + 1);
  const over = random.uniform() < 0.5 ? word.length : 0;
  return text.slice(0, at) + word + text.slice(at + over);
}
