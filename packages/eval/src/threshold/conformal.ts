/** Threshold with a bound on the share of false positives that holds for any distribution of the scores. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { rowsIn, Span } from '../span.js';
import { binomialAtMost, largestCount } from './counts.js';
import { share } from './risk.js';
import { defineThreshold } from './threshold.js';

const settings = variantSettings(
  'conformal',
  'Order statistic of normal scores that bounds the share of false positives',
  {
    rate: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.01)
      .describe('Largest share of normal blocks with a row above the threshold'),
    confidence: z
      .number()
      .min(0)
      .lt(1)
      .default(0.95)
      .describe(
        'Probability that later normal rows keep the bound; 0 = the held-out rows keep it, on average',
      ),
    block: Span.default(1).describe(
      'Length of a block, as a duration or in rows; longer than scores depend on each other',
    ),
  },
);

/**
 * The lowest order statistic of the maxima of blocks of normal rows for which the bound holds.
 *
 * It promises that at most the share `rate` of normal blocks has a row above the threshold: with
 * probability `confidence` over the held-out rows, or on average. It assumes that blocks are exchangeable,
 * nothing about their distribution. Smoothed scores of successive rows are not exchangeable, so the
 * promise about single rows (`block` 1) holds for independent rows alone; blocks that are longer than the
 * dependence make it one about blocks. Where too few blocks were held out it is the largest score, and
 * the sentence says what that promises.
 *
 * Source: Vovk 2012, "Conditional Validity of Inductive Conformal Predictors", proposition 2a (with
 * confidence); Vovk, Gammerman & Shafer 2005, section 4.1 (on average).
 */
export const conformal = defineThreshold(settings, (options, { recordings, scores, time }) => {
  const { rate, confidence } = options;
  const rows = Math.max(1, rowsIn(options.block, time));
  const blocks = recordings.flatMap((recording) => maximaOf(recording, rows)).sort((a, b) => b - a);
  const B = blocks.length;
  const allowed = largestCount((k) => holds(k, B, options), B - 1);
  const value = allowed < 0 ? scores.reduce((a, b) => Math.max(a, b)) : blocks[allowed];
  const kept = allowed < 0 ? promiseOfLargest(B, confidence) : rate;
  const what = rows === 1 ? 'normal rows exceed' : `blocks of ${rows} normal rows exceed`;
  const how = confidence === 0 ? 'on average' : `with a confidence of ${share(confidence)}`;
  const promise =
    `the score that at most a share of ${share(kept)} of ${what} ${how}, for exchangeable ` +
    `${rows === 1 ? 'rows' : 'blocks'} (${B} normal ${rows === 1 ? 'rows' : 'blocks'} held out from training)`;
  return allowed < 0
    ? { value, rule: `${promise}, a fallback: they are too few for ${share(rate)}`, fellBack: true }
    : { value, rule: promise, fellBack: false };
});

/** Whether the (k + 1)-th largest of B blocks keeps the bound. */
function holds(k: number, B: number, { rate, confidence }: { rate: number; confidence: number }) {
  if (confidence === 0) return (k + 1) / (B + 1) <= rate;
  return binomialAtMost(k, B, rate) <= 1 - confidence;
}

/** The rate that the largest of B blocks promises. */
function promiseOfLargest(B: number, confidence: number): number {
  return confidence === 0 ? 1 / (B + 1) : 1 - (1 - confidence) ** (1 / Math.max(1, B));
}

/** The largest scores of successive blocks; rows without a score count for none, an incomplete block is left out. */
function maximaOf(scores: Float32Array, rows: number): number[] {
  const known = scores.filter((score) => !Number.isNaN(score));
  return Array.from({ length: Math.floor(known.length / rows) }, (_, b) =>
    known.subarray(b * rows, (b + 1) * rows).reduce((a, c) => Math.max(a, c)),
  );
}
