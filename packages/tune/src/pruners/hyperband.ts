/**
 * Hyperband: successive halving in several brackets, from trials that are ended early to trials that are never ended, so
 * that what learns slowly has a chance. A trial competes within its bracket alone.
 *
 * Source: Li et al. 2018, "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 18; brackets
 * are filled trial by trial in the proportions of its algorithm 1, as trials come one by one.
 */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { fallsBehind, rungSettings } from './halving.js';
import { definePruner } from './pruner.js';

const HyperbandConfig = variantSettings(
  'hyperband',
  'Successive halving in several brackets, some of which end trials later or never',
  {
    ...rungSettings,
    maxResource: z
      .int()
      .min(1)
      .default(81)
      .describe('Number of steps of a trial that is not ended: its epochs or folds'),
  },
);

export const hyperband = definePruner(HyperbandConfig, (config) => {
  const shares = bracketShares(config);
  return {
    prunes(course, others) {
      const bracket = bracketOf(course.trial, shares);
      const own = others.filter(({ trial }) => bracketOf(trial, shares) === bracket);
      const minResource = config.minResource * config.reduction ** bracket;
      return fallsBehind(course, own, { minResource, reduction: config.reduction });
    },
  };
});

/** Trials of each bracket in a round; the first bracket ends trials earliest. */
export function bracketShares({
  minResource,
  maxResource,
  reduction,
}: {
  readonly minResource: number;
  readonly maxResource: number;
  readonly reduction: number;
}): number[] {
  // rounding must not lose a bracket: log 81 / log 3 is 3.9999…
  const most = Math.floor(Math.log(maxResource / minResource) / Math.log(reduction) + 1e-9);
  const brackets = Math.max(0, most) + 1;
  return Array.from({ length: brackets }, (_, i) => {
    const s = brackets - 1 - i;
    return Math.ceil((brackets * reduction ** s) / (s + 1));
  });
}

/** The bracket of a trial: the brackets take turns, each as often as its share says. */
export function bracketOf(trial: number, shares: readonly number[]): number {
  const round = shares.reduce((sum, share) => sum + share, 0);
  let left = trial % round;
  return shares.findIndex((share) => (left -= share) < 0);
}
