/** The clusters of the hierarchy against scikit-learn. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { quietWork } from '../work.js';
import { clusterHierarchy } from './hierarchy.js';
import { findOtherNeighbours } from './neighbours.js';

interface Golden {
  train: number[];
  hdbscan: Record<string, number[]>;
}

const fixture = new URL('../../../../test/fixtures/detectors.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const rows = { values: Float32Array.from(golden.train), size: 4 };

/** Labels by the order in which clusters first occur, since their numbers mean nothing. */
function inOrder(labels: Iterable<number>): number[] {
  const names = new Map<number, number>([[-1, -1]]);
  return [...labels].map((label) => {
    if (!names.has(label)) names.set(label, names.size - 1);
    return names.get(label) ?? NaN;
  });
}

test.each(Object.entries(golden.hdbscan))(
  'has the clusters of scikit-learn’s HDBSCAN, of %s rows at least',
  async (size, expected) => {
    const { distances } = await findOtherNeighbours(rows, 4, quietWork);
    const cores = Float64Array.from({ length: distances.length / 4 }, (_, r) =>
      Math.sqrt(distances[r * 4 + 3]),
    );
    const { labels } = await clusterHierarchy(rows, cores, Number(size), quietWork);
    expect(inOrder(labels)).toEqual(inOrder(expected));
  },
);
