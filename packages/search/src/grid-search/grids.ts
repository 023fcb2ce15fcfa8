/**
 * The grids of the original program, under the names of today's settings, and small ones to try things out.
 *
 * The original's grid of networks has 26,460 entries of which 5,184 repeat others: the empty list of layers stands in it 49
 * times. Its rule for the step size changes nothing unless the solver is sgd, and varies here only where it does.
 *
 * Source: `parameters.py` and `test_svc.py` of the original program.
 */
import { lookup } from '@anodec/core';
import type { GivenSettings } from '@anodec/pipeline';
import {
  type Choice,
  gridPoints,
  type Space,
  type Value,
  type WrittenDimension,
} from '@anodec/tune';

/** A grid and the settings that it leaves alone. */
export interface Grid {
  /** One line for people. */
  readonly about: string;
  /** Settings of every combination. */
  readonly fixed: GivenSettings;
  readonly space: Space;
  /** Entries of the original's grid, repeated ones included; absent in grids that it did not have. */
  readonly original?: number;
}

/** Layers that the original tried: none, or 1 to 4 of equal size from 1 to 49. */
const LAYERS: readonly (readonly number[])[] = [
  [],
  ...[1, 2, 3, 4].flatMap((count) =>
    range(1, 49).map((units) => Array.from({ length: count }, () => units)),
  ),
];

/** To add a grid: one entry here. */
export const grids: Readonly<Record<string, Grid>> = {
  mlp: {
    about:
      'networks: layers, activation, solver, alpha, and for sgd the schedule of the learning rate',
    fixed: { classifier: { kind: 'mlp', maxIterations: 500 } },
    space: networks(LAYERS, [1e-4, 1e-5, 1e-6], ['identity', 'logistic', 'tanh', 'relu']),
    original: 26_460,
  },
  'mlp-small': {
    about: 'networks: a few layers, two activations',
    fixed: { classifier: { kind: 'mlp', maxIterations: 100 } },
    space: networks([[], [8], [8, 8]], [1e-4], ['tanh', 'relu']),
  },
  'ada-boost': {
    about: 'AdaBoost: depth of its trees, their number, learning rate',
    fixed: { classifier: { kind: 'ada-boost', algorithm: 'samme.r' } },
    space: boosting(range(2, 9), range(1, 99), range(1, 9)),
    original: 7128,
  },
  'ada-boost-small': {
    about: 'AdaBoost: few trees',
    fixed: { classifier: { kind: 'ada-boost', algorithm: 'samme.r' } },
    space: boosting([2, 3], [5, 20], [3, 9]),
  },
  svm: {
    about:
      'linear support vector machines: one against the rest or all at once, penalty C, tolerance',
    fixed: { classifier: { kind: 'linear-svm', scaling: 'min-max' } },
    space: [
      choice('multiClass', ['ovr', 'crammer-singer']),
      choice('c', [0.01, 0.1, 1, 10, 100, 1000]),
      choice('tolerance', [1e-3, 1e-4, 1e-5, 1e-6]),
    ],
    original: 48,
  },
  'svm-small': {
    about: 'linear support vector machines: three penalties C',
    fixed: { classifier: { kind: 'linear-svm', scaling: 'min-max' } },
    space: [choice('c', [0.1, 1, 10])],
  },
  forest: {
    about: 'random forests, which the original did not tune: trees, depth, rows of a leaf',
    fixed: { classifier: { kind: 'random-forest' } },
    space: [
      choice('trees', [10, 30, 100, 300]),
      choice('maxDepth', [0, 4, 8, 16]),
      choice('minSamplesLeaf', [1, 2, 4]),
    ],
  },
};

/** @throws ConfigError that lists the grids */
export function gridOf(name: string): Grid {
  return lookup('grid', grids, name);
}

/** How many combinations a grid has, each once. */
export function gridSize({ space }: Grid): number {
  let size = 0;
  for (const _point of gridPoints(space, 2)) size += 1;
  return size;
}

/** What a grid varies, as a search takes it. */
export function writtenGrid({ space }: Grid): WrittenDimension[] {
  return space.flatMap((dimension) =>
    dimension.kind === 'choice'
      ? [
          {
            name: dimension.name,
            range: { values: dimension.values },
            ...(dimension.when && { when: { [dimension.when.name]: dimension.when.values } }),
          },
        ]
      : [],
  );
}

function networks(
  layers: readonly (readonly number[])[],
  alphas: readonly number[],
  activations: readonly string[],
): Space {
  return [
    choice('solver', ['lbfgs', 'sgd', 'adam']),
    {
      ...choice('learningRate', ['constant', 'invscaling', 'adaptive']),
      when: { name: 'classifier.solver', values: ['sgd'] },
    },
    choice('activation', activations),
    choice('alpha', alphas),
    choice('hiddenLayers', layers),
  ];
}

function boosting(
  depths: readonly number[],
  counts: readonly number[],
  tenths: readonly number[],
): Space {
  return [
    choice('maxDepth', depths),
    choice(
      'learningRate',
      tenths.map((tenth) => tenth / 10),
    ),
    choice('trees', counts),
  ];
}

function choice(name: string, values: readonly Value[]): Choice {
  return { kind: 'choice', name: `classifier.${name}`, values };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
