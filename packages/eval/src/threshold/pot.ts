/** Threshold by the extreme-value tail of normal scores: peaks over threshold. */
import { variantSettings } from '@anodec/core';
import { fitTail, tailQuantile } from '../tail/tail.js';
import { riskOptions, share } from './risk.js';
import { defineThreshold, type NormalScores } from './threshold.js';

const settings = variantSettings(
  'pot',
  'Peaks over threshold: extreme-value tail of normal scores at a risk',
  riskOptions,
);

/**
 * The score that a normal row exceeds with the probability `risk`, which may be smaller than 1 / N: scores
 * above a level follow a generalised Pareto distribution. Level and distribution both come from the
 * normal scores; the risk is the only number that is set.
 *
 * Source: Pickands 1975, "Statistical Inference Using Extreme Order Statistics"; Siffer, Fouque, Termier
 * & Largouët 2017, "Anomaly Detection in Streams with Extreme Value Theory", equation 1.
 */
export const pot = defineThreshold(settings, ({ risk }, normal) => {
  const tail = fitTail(normal.scores);
  if (!tail) return withoutTail(normal);
  const { level, peaks, shape, scale, count } = tail;
  return {
    value: tailQuantile(tail, normal.scores, risk),
    rule:
      `exceeded by a normal row with a probability of ${share(risk)}, extrapolated from the ${peaks} of ` +
      `${count} normal rows held out from training whose score is above ${level.toPrecision(4)} ` +
      `(generalised Pareto tail, shape ${shape.toFixed(2)}, scale ${scale.toPrecision(3)})`,
  };
});

/** Where scores have no tail: the largest of them. */
export function withoutTail({ scores }: NormalScores) {
  return {
    value: scores.reduce((a, b) => Math.max(a, b)),
    rule:
      `the largest score of normal rows held out from training, a fallback: ${scores.length} scores have no ` +
      'two different peaks that a tail could be fitted to',
    fellBack: true,
  };
}
