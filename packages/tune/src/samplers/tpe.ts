/**
 * The tree-structured Parzen estimator: draws from the density of good trials, and takes the draw that is likeliest
 * there compared with the density of the others.
 *
 * Each setting is drawn alone, so that settings which depend on others need no special care. Left out are the joint
 * (multivariate) densities: with tens of trials they have too little to learn from.
 *
 * Source: Bergstra, Bardenet, Bengio & Kégl 2011, "Algorithms for Hyper-Parameter Optimization", section 4;
 * shares and weights as in Optuna 5.0.
 */
import { createRandom, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { type Dimension, drawPoint, fillPoint, type Value } from '../space/space.js';
import { createParzen } from './parzen.js';
import { defineSampler, type Observation } from './sampler.js';

const TpeConfig = variantSettings(
  'tpe',
  'Points near the good ones (tree-structured Parzen estimator)',
  {
    startup: z.int().min(0).default(10).describe('Number of trials at random before it learns'),
    candidates: z
      .int()
      .min(1)
      .default(24)
      .describe('Number of values drawn for each setting, of which the best is taken'),
    priorWeight: z
      .number()
      .positive()
      .default(1)
      .describe('Weight of the range itself, in trials: the higher, the closer to chance'),
  },
);

/** Draws for one trial after which it is drawn at random: near the good ones every point is known. */
const MOST_LEARNED = 10;

/** At most this many trials count as good. */
const MOST_GOOD = 25;

export const tpe = defineSampler(TpeConfig, (config, { space, seed }) => ({
  suggest(number, history, draw) {
    const name = `trial ${number} draw ${draw}`;
    const known = history.filter(({ state }) => state === 'finished' || state === 'pruned');
    const isNew = known.length < config.startup || known.length === 0;
    if (isNew || draw >= MOST_LEARNED) return drawPoint(space, seed, name);
    const { good, others } = splitTrials(known);
    const random = createRandom(seed).stream(name);
    return fillPoint(space, (dimension) => {
      const near = createParzen(dimension, valuesIn(good, dimension), config.priorWeight);
      const far = createParzen(dimension, valuesIn(others, dimension), config.priorWeight);
      const own = random.stream(dimension.name);
      const draws = Array.from({ length: config.candidates }, () => near.draw(own));
      const gains = draws.map((value) => near.logDensity(value) - far.logDensity(value));
      return draws[gains.indexOf(Math.max(...gains))];
    });
  },
}));

/** The best tenth of the trials, finished ones before pruned ones, and the others; both in their order. */
export function splitTrials(known: readonly Observation[]): {
  readonly good: readonly Observation[];
  readonly others: readonly Observation[];
} {
  const count = Math.min(Math.ceil(0.1 * known.length), MOST_GOOD);
  const ranked = [...known].sort(
    (a, b) =>
      Number(a.state === 'pruned') - Number(b.state === 'pruned') ||
      (a.state === 'pruned' ? b.step - a.step : 0) ||
      a.loss - b.loss,
  );
  const good = new Set(ranked.slice(0, count));
  return {
    good: known.filter((one) => good.has(one)),
    others: known.filter((one) => !good.has(one)),
  };
}

function valuesIn(trials: readonly Observation[], { name }: Dimension): Value[] {
  return trials.flatMap(({ point }) => (Object.hasOwn(point, name) ? [point[name]] : []));
}
