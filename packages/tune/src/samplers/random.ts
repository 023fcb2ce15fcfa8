/**
 * Points at random: the floor that every other sampler is compared with.
 *
 * Source: Bergstra & Bengio 2012, "Random Search for Hyper-Parameter Optimization", JMLR 13.
 */
import { variantSettings } from '@anodec/core';
import { drawPoint } from '../space/space.js';
import { defineSampler } from './sampler.js';

const RandomConfig = variantSettings('random', 'Points at random', {});

export const random = defineSampler(RandomConfig, (_, { space, seed }) => ({
  suggest: (number, _history, draw) => drawPoint(space, seed, `trial ${number} draw ${draw}`),
}));
