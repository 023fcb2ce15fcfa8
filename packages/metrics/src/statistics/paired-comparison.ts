/**
 * Paired tests of two detectors on the same recordings: over attacks by Wilcoxon's signed ranks, over
 * blocks of rows by permutation, with an interval by the bootstrap. A detector that was trained with
 * several seeds counts by its mean over seeds: seeds see the same attacks, so that they are no further
 * evidence about new ones; the bootstrap draws seeds beside blocks, so that their spread widens its interval.
 */
import { createRandom, DataError, countOf } from '@anodec/core';
import type { BlockOutcome, DetectorOutcome } from './block-outcomes.js';
import { holmCorrection } from './holm.js';
import { pairedBlockBootstrap } from './paired-bootstrap.js';
import { pairedPermutation } from './paired-permutation.js';
import { smallestSignedRankP, wilcoxonSignedRank } from './wilcoxon.js';

/** A detector on the same recordings, once for each seed it was trained with. */
export type SeededOutcome = readonly DetectorOutcome[];

/** A paired test of two detectors; null where a value is not defined. */
export interface PairedTest {
  /** Name in files, in camel case. */
  readonly key: string;
  /** What is compared, such as "share of each attack in alarm". */
  readonly title: string;
  readonly higherIsBetter: boolean;
  /** Values of the two detectors, means over seeds. */
  readonly first: number | null;
  readonly second: number | null;
  /** 95 % bootstrap interval of the difference, first less second; null for signed ranks. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly p: number | null;
  /** Corrected for the number of tests of the comparison by Holm's method. */
  readonly adjustedP: number | null;
  /** The test and what it was over, such as "Wilcoxon signed rank over 12 attacks". */
  readonly method: string;
  /** The smallest corrected p-value that so few attacks can give among so many tests. */
  readonly smallestP: number;
}

/** Probability of an error below which a difference is called one. */
export const SIGNIFICANCE = 0.05;

/**
 * All paired tests of two detectors, not yet corrected.
 *
 * @throws DataError when they were not scored on the same recordings
 */
export function comparePaired(first: SeededOutcome, second: SeededOutcome): PairedTest[] {
  checkPaired([...first, ...second]);
  return [
    overAttacks('detected', 'Share of attacks detected', (one) => Number(one.detected)),
    overAttacks('covered', 'Share of each attack in alarm', (one) => one.covered),
    overBlocks('f1', 'F1 of rows', true, f1Of),
    overBlocks('falseAlarms', 'False alarms', false, falseAlarmsOf),
  ].map((compare) => compare(first, second));
}

/** Sets the corrected p-values of all tests of a comparison. */
export function correctTests(tests: readonly PairedTest[]): PairedTest[] {
  const adjusted = holmCorrection(tests.map(({ p }) => p ?? NaN));
  const counted = tests.filter(({ p }) => p !== null).length;
  return tests.map((test, i) => ({
    ...test,
    adjustedP: definedOrNull(adjusted[i]),
    smallestP: Math.min(1, test.smallestP * counted),
  }));
}

type Compare = (first: SeededOutcome, second: SeededOutcome) => PairedTest;

function overAttacks(
  key: string,
  title: string,
  valueOf: (attack: DetectorOutcome['attacks'][number]) => number,
): Compare {
  return (first, second) => {
    const [a, b] = [first, second].map((seeds) =>
      seeds[0].attacks.map((_, i) => mean(seeds.map(({ attacks }) => valueOf(attacks[i])))),
    );
    // means of the same values in another order differ in the last bit, which must not break a tie
    const differences = a.map((value, i) => Math.round((value - b[i]) * 1e12) / 1e12);
    const { p, pairs } = wilcoxonSignedRank(differences);
    return {
      key,
      title,
      higherIsBetter: true,
      first: definedOrNull(mean(a)),
      second: definedOrNull(mean(b)),
      interval: null,
      p: a.length > 0 ? p : null,
      adjustedP: null,
      method: `Wilcoxon signed rank over ${count(a.length, 'attack')}, ${pairs} of them different`,
      smallestP: smallestSignedRankP(a.length),
    };
  };
}

function overBlocks(
  key: string,
  title: string,
  higherIsBetter: boolean,
  metric: (blocks: readonly BlockOutcome[]) => number,
): Compare {
  const valueOf = (seeds: SeededOutcome): number => mean(seeds.map(({ blocks }) => metric(blocks)));
  return (first, second) => {
    const N = first[0].blocks.length;
    const { p } = pairedPermutation(N, (swapped) => {
      const [a, b] = swapBlocks(first, second, swapped);
      return valueOf(a) - valueOf(b);
    });
    const seeds = Math.max(first.length, second.length) > 1 ? ', means over seeds' : '';
    return {
      key,
      title,
      higherIsBetter,
      first: definedOrNull(valueOf(first)),
      second: definedOrNull(valueOf(second)),
      interval: N < 2 ? null : bootstrapInterval(first, second, valueOf),
      p: definedOrNull(p),
      adjustedP: null,
      method: `paired permutation of ${count(N, 'block')}, one around each attack${seeds}`,
      smallestP: smallestSignedRankP(N), // either detector ahead in every block
    };
  };
}

/** Every seed of one detector beside a seed of the other, their blocks exchanged where the flag is 1. */
function swapBlocks(
  first: SeededOutcome,
  second: SeededOutcome,
  swapped: Uint8Array,
): [SeededOutcome, SeededOutcome] {
  const pairs = leastCommonMultiple(first.length, second.length);
  const mixed = Array.from({ length: pairs }, (_, s) => {
    const [a, b] = [first[s % first.length], second[s % second.length]];
    const mix = (flag: number, own: DetectorOutcome): DetectorOutcome => ({
      ...own,
      blocks: a.blocks.map((block, i) => (swapped[i] === flag ? b.blocks[i] : block)),
    });
    return [mix(1, a), mix(0, b)] as const;
  });
  return [mixed.map(([a]) => a), mixed.map(([, b]) => b)];
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = Math.max(a, b);
  while (multiple % a !== 0 || multiple % b !== 0) multiple += Math.max(a, b);
  return multiple;
}

/** 95 % of the differences over blocks and seeds drawn with replacement; null where none is defined. */
function bootstrapInterval(
  first: SeededOutcome,
  second: SeededOutcome,
  valueOf: (seeds: SeededOutcome) => number,
): readonly [number, number] | null {
  const random = createRandom(0).stream('seeds');
  const draw = (seeds: SeededOutcome, drawn: Int32Array): SeededOutcome =>
    seeds.map((own) => {
      const { attacks, blocks } = seeds.length === 1 ? own : seeds[random.integer(seeds.length)];
      return { attacks, blocks: Array.from(drawn, (i) => blocks[i]) };
    });
  const { low, high } = pairedBlockBootstrap(
    first[0].blocks.length,
    (drawn) => valueOf(draw(first, drawn)) - valueOf(draw(second, drawn)),
  );
  return Number.isNaN(low) ? null : [low, high];
}

function f1Of(blocks: readonly BlockOutcome[]): number {
  let [both, wrong] = [0, 0];
  for (const { truePositives, falsePositives, falseNegatives } of blocks) {
    both += truePositives;
    wrong += falsePositives + falseNegatives;
  }
  return (2 * both) / (2 * both + wrong); // NaN where no row is under attack or flagged
}

function falseAlarmsOf(blocks: readonly BlockOutcome[]): number {
  return blocks.reduce((sum, block) => sum + block.falseAlarms, 0);
}

function checkPaired(outcomes: readonly DetectorOutcome[]): void {
  const other = outcomes.find((one) => describeShape(one) !== describeShape(outcomes[0]));
  if (!other) return;
  throw new DataError(
    `Detectors must be compared on the same recordings, got ${describeShape(outcomes[0])} and ${describeShape(other)}.`,
  );
}

function describeShape({ blocks, attacks }: DetectorOutcome): string {
  return `${countOf(blocks.length, 'block')} and ${countOf(attacks.length, 'attack')}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function definedOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function count(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`}`;
}
