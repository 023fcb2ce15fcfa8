/** The batches of a training: real days, random numbers and classes, each drawn from the number of its step alone. */
import { createRandom, type Random } from '@anodec/core';
import type { BatchSource } from '@anodec/model';
import type { SettledConfig } from '../config.js';
import { variants } from '../variants.js';

/** Days to learn from, scaled to 0 … 1. */
export interface TrainingDays {
  /** (N, width) */
  readonly values: Float32Array;
  readonly width: number;
  /** (N), from 0 to classes − 1. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** Changes real days before a step, as by noise. @param days (B, width), scaled @returns (B, width) */
export type Augment = (days: Float32Array, random: Random) => Float32Array;

/** Random numbers and classes that days are generated from. */
export interface Draw {
  /** (B, latentSize) */
  readonly latent: Float32Array;
  /** (B) */
  readonly labels: Int32Array;
}

/** What one step of the discriminator takes. */
export interface DiscriminatorBatch {
  /** (B, width) */
  readonly days: Float32Array;
  /** (B) */
  readonly labels: Int32Array;
  /** What the discriminator learns to tell from real days. */
  readonly fake: Draw;
  /** (B, width), 0 where a value of a real day is missing, else 1; absent where none is. */
  readonly mask?: Float32Array;
  /** (B), shares of the real day in the days between both, for a gradient penalty. */
  readonly mix?: Float32Array;
}

/** What one iteration takes: the first step of the discriminator, its further ones, and that of the generator. */
export interface GanBatch extends DiscriminatorBatch {
  readonly size: number;
  readonly further: readonly DiscriminatorBatch[];
  /** What the generator learns from. */
  readonly generated: Draw;
  readonly dropout: Random;
}

/**
 * Batches of days drawn with replacement, so that a class with few days has whole batches too.
 *
 * A batch depends on the seed and the number of its step, so that a training can continue anywhere.
 */
export function createBatches(
  days: TrainingDays,
  config: SettledConfig,
  augment: Augment = (values) => values,
): BatchSource<GanBatch> {
  const { seed, batchSize: B, reportEvery, latentSize, variant, discriminatorSteps } = config;
  const random = createRandom(seed);
  const hasDrawnLabels = variants[variant].fakeLabels === 'drawn';
  const hasPenalty = variants[variant].loss === 'wasserstein';
  const draw = (stream: Random, real: Int32Array): Draw => ({
    latent: Float32Array.from({ length: B * latentSize }, () => stream.normal()),
    // every class equally often, the last one included
    labels: hasDrawnLabels ? real.map(() => stream.integer(days.classes)) : real,
  });
  const forDiscriminator = (of: (what: string) => Random): DiscriminatorBatch => {
    const { values, labels } = gatherDays(days, B, of('days'));
    return {
      days: augment(values, of('augmentation')),
      labels,
      fake: draw(of('fake'), labels),
      ...(hasPenalty && { mix: uniformNumbers(B, of('mix')) }),
    };
  };
  const batch = (step: number): GanBatch => {
    const of = (what: string) => random.stream(`${what} ${step}`);
    const first = forDiscriminator(of);
    return {
      ...first,
      size: B,
      further: Array.from({ length: discriminatorSteps - 1 }, (_, k) =>
        forDiscriminator((what) => random.stream(`${what} ${step}, further ${k}`)),
      ),
      generated: draw(of('generated'), first.labels),
      dropout: of('dropout'),
    };
  };
  return {
    stepsPerEpoch: reportEvery,
    *train(epoch, fromStep = 0) {
      for (let step = fromStep; step < reportEvery; step++) yield batch(epoch * reportEvery + step);
    },
    valid: () => [],
  };
}

function uniformNumbers(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, () => random.uniform());
}

/** Days drawn with replacement. @returns values (B, width) and labels (B) */
export function gatherDays(
  { values, width, labels }: TrainingDays,
  B: number,
  random: Random,
): Pick<TrainingDays, 'values' | 'labels'> {
  const chosen = Array.from({ length: B }, () => random.integer(labels.length));
  const out = new Float32Array(B * width);
  chosen.forEach((day, b) => out.set(values.subarray(day * width, (day + 1) * width), b * width));
  return { values: out, labels: Int32Array.from(chosen, (day) => labels[day]) };
}
