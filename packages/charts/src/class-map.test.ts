/** Tests of the map of groups: areas over a mesh, edges, range. */
import { expect, test } from 'vitest';
import { classMap } from './class-map.js';

const parts = {
  title: 'Sizes',
  axes: ['Width', 'Length'],
  groups: ['car', 'moto'],
  marks: ['unique', 'odd'],
  points: [
    { x: 1, y: 2, group: 0, mark: 0 },
    { x: 9, y: 9, group: 1, mark: 1 },
  ],
  // inside are the two left cells of the lower row of a 2 × 3 mesh
  areas: [
    {
      group: 1,
      x: [0, 6],
      y: [0, 4],
      columns: 3,
      rows: 2,
      inside: Uint8Array.of(1, 1, 0, 0, 0, 0),
    },
  ],
} as const;

function layersOf(range?: { x: [number, number]; y: [number, number] }): unknown[] {
  const { layer } = classMap({ ...parts, range }) as { layer: { data: { values: unknown[] } }[] };
  return layer.map(({ data }) => data.values);
}

test('joins neighbouring cells and draws the edges between inside and outside', () => {
  const [cells, edges] = layersOf();
  expect(cells).toEqual([{ group: 'moto', x: 0, x2: 4, y: 0, y2: 2 }]);
  expect(edges).toEqual([
    { group: 'moto', x: 0, x2: 2, y: 2, y2: 2 },
    { group: 'moto', x: 4, x2: 4, y: 0, y2: 2 },
    { group: 'moto', x: 2, x2: 4, y: 2, y2: 2 },
  ]);
});

test('names group and mark of each point, and leaves out those beyond the range', () => {
  expect(layersOf()[2]).toHaveLength(2);
  expect(layersOf({ x: [0, 5], y: [0, 5] })[2]).toEqual([
    { x: 1, y: 2, group: 'car', mark: 'unique' },
  ]);
});
