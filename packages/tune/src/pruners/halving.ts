/**
 * Asynchronous successive halving: at each rung, a trial goes on only if it is among the best 1 / reduction of those
 * that have reached the rung so far. No trial waits for another, so that workers never stand still.
 *
 * Source: Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning" (ASHA), in its stopping form, with
 * Optuna's rule that the best of fewer than `reduction` trials goes on.
 */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { type Course, definePruner } from './pruner.js';

/** Settings that halving and hyperband share. */
export const rungSettings = {
  minResource: z
    .int()
    .min(1)
    .default(1)
    .describe('Step of the first rung: epochs or folds before a trial may be ended'),
  reduction: z
    .int()
    .min(2)
    .default(3)
    .describe('One in so many trials goes on from a rung to the next'),
};

const HalvingConfig = variantSettings(
  'halving',
  'Ends trials that are not among the best at rungs of growing distance (successive halving)',
  rungSettings,
);

export const halving = definePruner(HalvingConfig, (config) => ({
  prunes: (course, others) => fallsBehind(course, others, config),
}));

/** Whether the last report of a trial reached a rung and is not among the best there. */
export function fallsBehind(
  { reports }: Course,
  others: readonly Course[],
  { minResource, reduction }: { readonly minResource: number; readonly reduction: number },
): boolean {
  const last = reports.at(-1);
  if (!last) return false;
  const before = reports.at(-2)?.step ?? -Infinity;
  for (let rung = minResource; rung <= last.step; rung *= reduction) {
    if (before >= rung) continue; // decided when it was reached
    if (Number.isNaN(last.loss)) return true;
    const competing = others.flatMap((other) => lossAt(other, rung) ?? []);
    if (!isAmongBest(last.loss, competing, reduction)) return true;
  }
  return false;
}

/** The loss of the first report at or beyond a rung; undefined where a trial has not come that far. */
function lossAt({ reports }: Course, rung: number): number | undefined {
  return reports.find(({ step }) => step >= rung)?.loss;
}

function isAmongBest(loss: number, competing: readonly number[], reduction: number): boolean {
  const all = [...competing.filter((other) => !Number.isNaN(other)), loss].sort((a, b) => a - b);
  const places = Math.max(1, Math.floor(all.length / reduction));
  return loss <= all[places - 1];
}
