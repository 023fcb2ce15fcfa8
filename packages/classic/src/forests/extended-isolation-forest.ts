/**
 * Extended isolation forest: cuts are random hyperplanes instead of values of one channel, so that scores have
 * no stripes along the axes.
 *
 * Source: Hariri, Carrasco Kind & Brunner 2021, "Extended Isolation Forest", algorithms 2 and 3.
 */
import { createRandom, type Random } from '@anodec/core';
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import { checkRowsOfForest, forestOptions } from './isolation-forest.js';
import { depthLimit, isolationScores, meanPathLength } from './path-length.js';
import { drawDistinct } from './sample.js';

const settings = {
  ...forestOptions,
  cutChannels: z
    .int()
    .min(0)
    .default(0)
    .describe('Numbers of a row that a cut depends on, drawn for each cut; 0: all of them'),
};

/** The trees of a forest, one after the other. */
interface Forest {
  readonly sampleSize: number;
  /** D */
  readonly size: number;
  /** (nodes, D), directions of the cuts; zeros in leaves. */
  readonly normals: Float32Array;
  /** Products with the direction up to which a point goes to the first child. */
  readonly offsets: Float32Array;
  /** Index of the first child, the second is the next one; 0 in leaves. */
  readonly children: Int32Array;
  /** Depth of leaves, and the mean depth of what they still hold. */
  readonly depths: Float32Array;
  /** First node of each tree. */
  readonly roots: Int32Array;
}

/** The entry for a registry of detectors. */
export const extendedIsolationForest = definePointDetector({
  name: 'extended-isolation-forest',
  settings,
  title: () => 'Extended isolation forest',
  maxRows: 1_000_000,
  async fit(points, { config, work }) {
    const N = pointCount(points);
    checkRowsOfForest(N);
    const random = createRandom(config.seed);
    const grower = new Grower(points, config.cutChannels || points.size, random);
    const sampleSize = Math.min(config.sampleSize, N);
    const roots: number[] = [];
    for (let tree = 0; tree < config.trees; tree++) {
      roots.push(grower.growTree(drawDistinct(sampleSize, N, random)));
      await work.piece(Math.floor(((tree + 1) / config.trees) * N));
    }
    return createModel({
      sampleSize,
      size: points.size,
      normals: Float32Array.from(grower.normals),
      offsets: Float32Array.from(grower.offsets),
      children: Int32Array.from(grower.children),
      depths: Float32Array.from(grower.depths),
      roots: Int32Array.from(roots),
    });
  },
  restore: (_, { normals, offsets, children, depths, roots, sampleSize }) =>
    createModel({
      sampleSize: sampleSize.data[0],
      size: normals.shape[1],
      normals: normals.data,
      offsets: offsets.data,
      children: Int32Array.from(children.data),
      depths: depths.data,
      roots: Int32Array.from(roots.data),
    }),
});

function createModel(forest: Forest): PointModel {
  const { sampleSize, size, normals, offsets, children, depths, roots } = forest;
  const nodes = offsets.length;
  return {
    pointsAtOnce: pointsFor(roots.length * depthLimit(sampleSize) * size),
    score(points, out) {
      for (let n = 0; n < out.length; n++) {
        const point = points.values.subarray(n * size, (n + 1) * size);
        let sum = 0;
        for (const root of roots) sum += depthOf(forest, root, point);
        out[n] = sum;
      }
      isolationScores(out, roots.length, sampleSize);
    },
    arrays: {
      normals: { shape: [nodes, size], data: normals },
      offsets: { shape: [nodes], data: offsets },
      children: { shape: [nodes], data: Float32Array.from(children) },
      depths: { shape: [nodes], data: depths },
      roots: { shape: [roots.length], data: Float32Array.from(roots) },
      sampleSize: { shape: [1], data: Float32Array.of(sampleSize) },
    },
  };
}

function depthOf(
  { size, normals, offsets, children, depths }: Forest,
  root: number,
  point: Float32Array,
) {
  let node = root;
  while (children[node] > 0) {
    const start = node * size;
    let product = 0;
    for (let d = 0; d < size; d++) product += point[d] * normals[start + d];
    node = children[node] + (product > offsets[node] ? 1 : 0);
  }
  return depths[node];
}

/** Grows trees into lists of nodes. */
class Grower {
  readonly normals: number[] = [];
  readonly offsets: number[] = [];
  readonly children: number[] = [];
  readonly depths: number[] = [];
  readonly #points: Points;
  readonly #cutChannels: number;
  readonly #random: Random;

  constructor(points: Points, cutChannels: number, random: Random) {
    this.#points = points;
    this.#cutChannels = Math.min(cutChannels, points.size);
    this.#random = random;
  }

  /** @returns index of the root */
  growTree(rows: Int32Array): number {
    const root = this.#addLeaf();
    const open = [{ node: root, rows, depth: 0 }];
    for (let next = open.shift(); next; next = open.shift()) {
      const { node, depth } = next;
      this.depths[node] = depth + meanPathLength(next.rows.length);
      if (depth === depthLimit(rows.length) || next.rows.length < 2) continue;
      const [below, above] = this.#cut(node, next.rows);
      this.children[node] = this.offsets.length;
      open.push({ node: this.#addLeaf(), rows: below, depth: depth + 1 });
      open.push({ node: this.#addLeaf(), rows: above, depth: depth + 1 });
    }
    return root;
  }

  /** Cuts rows by a random direction through a random point of their bounding box; one side may be empty. */
  #cut(node: number, rows: Int32Array): [Int32Array, Int32Array] {
    const { values, size } = this.#points;
    const chosen = drawDistinct(this.#cutChannels, size, this.#random);
    let offset = 0;
    for (const d of chosen) {
      let [low, high] = [Infinity, -Infinity];
      for (const row of rows) {
        const value = values[row * size + d];
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      const normal = Math.fround(this.#random.normal());
      this.normals[node * size + d] = normal;
      offset += normal * (low + this.#random.uniform() * (high - low));
    }
    this.offsets[node] = Math.fround(offset);
    const start = node * size;
    const isAbove = (row: number): boolean => {
      let product = 0;
      for (let d = 0; d < size; d++) product += values[row * size + d] * this.normals[start + d];
      return product > this.offsets[node];
    };
    return [rows.filter((row) => !isAbove(row)), rows.filter(isAbove)];
  }

  #addLeaf(): number {
    for (let d = 0; d < this.#points.size; d++) this.normals.push(0);
    this.offsets.push(0);
    this.children.push(0);
    this.depths.push(0);
    return this.offsets.length - 1;
  }
}
