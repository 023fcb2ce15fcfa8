/** The layout of walks on devices of several sizes: pure arithmetic, without a GPU. */
import { describe, expect, test } from 'vitest';
import { tilesOf, walkLayers } from '../testing/gpu/walk-tiles.js';
import { type Geometry, geometryOf, type GeometryLimits, layOut, limitsOf } from './geometry.js';

const guaranteed = limitsOf({
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16_384,
});
const large = limitsOf({
  maxComputeInvocationsPerWorkgroup: 1024,
  maxComputeWorkgroupStorageSize: 49_152,
});
const devices: [string, GeometryLimits][] = [
  ['what WebGPU guarantees', guaranteed],
  ['1,024 threads and 48 KB', large],
];
const walks = (['forward', 'backward'] as const).flatMap((pass) =>
  ([3, 4] as const).flatMap((gates) =>
    [1, 3, 16, 51, 64, 65, 128, 250, 256, 257, 456, 1024].flatMap((H) =>
      [1, 5, 64, 256, 4096].map((B) => ({ pass, gates, H, B })),
    ),
  ),
);

describe.each(devices)('on a device with %s', (_, limits) => {
  test('every workgroup keeps the limits, and all workgroups together cover units and sequences', () => {
    for (const walk of walks) {
      const geometry = geometryOf(walk, limits);
      const { threads, bytes, units, rows, each, workgroups } = geometry;
      const keeps = threads <= limits.threads && bytes <= limits.bytes;
      const covers = units * workgroups[0] >= walk.H && rows * each * workgroups[1] >= walk.B;
      expect({ walk, geometry, keeps, covers }).toMatchObject({ keeps: true, covers: true });
    }
  });

  test('the order of a summation does not depend on the number of sequences', () => {
    for (const walk of walks) {
      const order = ({ whole, lanes }: Geometry) => ({ whole, lanes });
      expect(order(geometryOf(walk, limits))).toEqual(order(geometryOf({ ...walk, B: 1 }, limits)));
    }
  });
});

test('threads and memory of a layer are what one computes by hand', () => {
  // 128 units × 4 lanes; sums of 4 lanes × 128 units × 16 bytes, vectors of 32 quads × 16 bytes
  const walk = { pass: 'forward', gates: 4, H: 128, B: 64 } as const;
  expect(geometryOf(walk, large)).toMatchObject({
    whole: true,
    lanes: 4,
    threads: 512,
    bytes: 4 * 128 * 16 + 32 * 16,
    workgroups: [1, 64],
  });
});

test('the tiles that are timed fit a device with 1,024 threads and 48 KB', () => {
  for (const { B, H } of walkLayers) {
    for (const pass of ['forward', 'backward'] as const) {
      for (const gates of [3, 4] as const) {
        const walk = { pass, gates, B, H };
        const tiles = tilesOf(walk);
        expect(tiles.length).toBeGreaterThan(4);
        for (const tile of tiles) {
          const { threads, bytes } = layOut(walk, tile, large.bytes);
          const fits = threads <= large.threads && bytes <= large.bytes;
          expect({ walk, tile, fits }).toMatchObject({ fits: true });
        }
      }
    }
  }
});
