/**
 * Which types of days are alike: mixtures of two to seven normal distributions are fitted to the days, each type goes to
 * the distribution that most of its days belong to, and the mixture is kept that agrees best with the types.
 *
 * Three rules differ from the reference program's. Columns of the one-hot grouping are those of the distributions; there
 * they came in the order of first appearance, so that a grouping was compared with other distributions. Of groupings
 * that agree on about as many days the finest is taken (`original` has neither). A type without a day follows Sunday, or
 * where Sunday has none, the largest group.
 */
import { DAY_TYPES, DataError, type Listeners, runWork } from '@anodec/core';
import { type FittedMixture, fitMixture, mixtureBic } from '@anodec/classic';
import { z } from 'zod';
import { type DayTable, SLOTS } from '../day-table.js';
import { fitMinMax, normaliseDays } from '../prepare/min-max.js';
import { type DayClasses, dayTypes, numberClasses, ONE_CLASS } from './day-classes.js';

export const GroupConfig = z.strictObject({
  rule: z
    .enum(['log-loss', 'original', 'bic'])
    .default('log-loss')
    .describe(
      'What chooses the number of classes: log loss, log loss with columns as in the reference program, or BIC',
    ),
  gmm: z
    .boolean()
    .default(true)
    .describe(
      'Compare mixtures of 2 to 7; otherwise the first of 3 to 7 with three classes is taken',
    ),
  maxIterations: z.int().min(1).default(20).describe('Steps of the fit of each mixture'),
});

export type GroupConfig = z.output<typeof GroupConfig>;

/** Attempts of k-means before each mixture: days of 120 numbers have many poor groupings. */
const STARTS = 10;

/** A mixture that was tried. */
export interface TriedMixture {
  readonly components: number;
  /** Mean of −ln of the share of each day in the distribution of its type; null where no grouping came out. */
  readonly logLoss: number | null;
  readonly bic: number;
  /** Distributions to which a type of day went. */
  readonly groups: number;
}

/** Classes that were found. */
export interface DayGroups {
  readonly classes: DayClasses;
  readonly tried: readonly TriedMixture[];
  /** Types without a day, indices into `DAY_TYPES`; they follow another one. */
  readonly unseen: readonly number[];
}

/**
 * Groups the types of days.
 *
 * @param table days that were used, in any unit; they are brought to 0 to 1 first
 * @throws DataError when there is no day; StoppedError on an abort
 */
export async function groupDayTypes(
  table: DayTable,
  { rule, gmm, maxIterations }: GroupConfig,
  seed: number,
  listeners: Listeners = {},
): Promise<DayGroups> {
  const N = table.dates.length;
  if (N === 0) throw new DataError(`There must be days of ${table.device} to group, got none.`);
  const types = dayTypes(table.dates);
  const unseen = DAY_TYPES.map((_, type) => type).filter((type) => !types.includes(type));
  const points = { values: normaliseDays(table.values, fitMinMax(table)), size: SLOTS };
  const config = {
    covariance: 'full',
    minGain: 1e-3,
    maxIterations,
    seed,
    starts: STARTS,
  } as const;
  const tried: (TriedMixture & { readonly classes: DayClasses })[] = [];
  const work = { label: 'Grouping days', total: 7, unit: 'mixtures' };
  await runWork(listeners, work, async (running) => {
    for (let components = gmm ? 2 : 3; components <= Math.min(7, Math.floor(N / 2)); components++) {
      const piece = (): Promise<void> => running.piece(components - 1);
      const fitted = await fitMixture(points, components, config, { piece });
      tried.push(tryMixture(fitted, types, unseen, rule));
      if (!gmm && tried.at(-1)?.groups === 3) break;
    }
  });
  const chosen = gmm ? lowest(tried, rule) : tried.find(({ groups }) => groups === 3);
  return { classes: chosen?.classes ?? ONE_CLASS, tried, unseen };
}

/** The grouping that a mixture leads to. */
function tryMixture(
  fitted: FittedMixture,
  types: Uint8Array,
  unseen: readonly number[],
  rule: GroupConfig['rule'],
) {
  const { shares } = fitted;
  const groups = assignTypes(shares, types, unseen);
  const used = new Set(groups.filter((_, type) => !unseen.includes(type)));
  const isComplete = used.size === shares.length;
  return {
    components: shares.length,
    logLoss: isComplete ? groupingLogLoss(shares, types, groups, rule === 'original') : null,
    bic: mixtureBic(fitted, types.length, 'full'),
    groups: used.size,
    classes: numberClasses(groups),
  };
}

/** Each type to the distribution with the largest sum of shares of its days. @returns (8) */
export function assignTypes(
  shares: readonly ArrayLike<number>[],
  types: ArrayLike<number>,
  unseen: readonly number[],
): number[] {
  const sums = DAY_TYPES.map((_, type) =>
    shares.map((share) => {
      let sum = 0;
      for (let n = 0; n < types.length; n++) if (types[n] === type) sum += share[n];
      return sum;
    }),
  );
  const groups = sums.map((sum) => sum.indexOf(Math.max(...sum)));
  const sunday = DAY_TYPES.indexOf('sunday');
  const totals = shares.map((_, k) => sums.reduce((sum, type) => sum + type[k], 0));
  const largest = totals.indexOf(Math.max(...totals));
  for (const type of unseen) groups[type] = unseen.includes(sunday) ? largest : groups[sunday];
  return groups;
}

/** The smallest share that a logarithm is taken of, as in scikit-learn 0.23. */
const SMALLEST = 1e-15;

/**
 * The log loss between the grouping of the days and their shares.
 *
 * @param shares K times (N)
 * @param types (N)
 * @param groups (8), distribution of each type
 * @param firstAppearance whether columns are numbered by the first day of each group, the reference program's fault
 */
export function groupingLogLoss(
  shares: readonly ArrayLike<number>[],
  types: ArrayLike<number>,
  groups: readonly number[],
  firstAppearance = false,
): number {
  const order = firstAppearance ? [...new Set(Array.from(types, (type) => groups[type]))] : [];
  let sum = 0;
  for (let n = 0; n < types.length; n++) {
    const group = groups[types[n]];
    const share = shares[firstAppearance ? order.indexOf(group) : group][n];
    sum -= Math.log(Math.min(1 - SMALLEST, Math.max(SMALLEST, share)));
  }
  return sum / types.length;
}

/** Share of the days on which a finer grouping may disagree more than a coarser one. */
const TOLERATED = 0.03;

/**
 * The complete grouping with the lowest loss or BIC; undefined where none is complete.
 *
 * Of groupings that agree with the types on about as many days, the finest is taken: a coarser one that joins its classes
 * agrees on those days as well, and a day that is anomalous is in the wrong class of either.
 */
function lowest<Tried extends TriedMixture>(
  tried: readonly Tried[],
  rule: GroupConfig['rule'],
): Tried | undefined {
  const value = ({ logLoss, bic }: Tried): number => (rule === 'bic' ? bic : (logLoss ?? Infinity));
  const complete = tried.filter(({ logLoss }) => logLoss !== null);
  const least = Math.min(...complete.map(value));
  if (rule !== 'log-loss') return complete.find((one) => value(one) === least);
  // a day in the wrong class costs −ln of the smallest share
  const tolerance = -TOLERATED * Math.log(SMALLEST);
  return complete.findLast((one) => value(one) <= least + tolerance);
}
