/**
 * Isolation forest: a row is anomalous where few random cuts are enough to set it apart.
 *
 * Scores are those of scikit-learn's `score_samples` with the other sign. Trees are stored level with their
 * children side by side and leaves that lead to themselves, so that a search is a fixed number of steps
 * without a branch.
 *
 * Source: Liu, Ting & Zhou 2008, "Isolation Forest"; trees as scikit-learn's extremely randomised ones.
 */
import { createRandom, DataError, type NamedArray, quantile, type Random } from '@anodec/core';
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import {
  type PointFit,
  type PointModel,
  type Points,
  pointCount,
  pointsFor,
} from '../points/point-method.js';
import { depthLimit, isolationScores, meanPathLength } from './path-length.js';
import { drawDistinct } from './sample.js';

/** Settings that forests share. */
export const forestOptions = {
  trees: z.int().min(1).default(100).describe('Number of trees'),
  rowsPerTree: z
    .int()
    .min(2)
    .default(256)
    .describe('Rows that each tree is grown from, drawn without replacement'),
  seed: z.int().min(0).default(42).describe('Random seed of samples and cuts'),
};

const settings = {
  ...forestOptions,
  contamination: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe(
      'Share of training rows that count as anomalous: their scores are above 1; 0: scores between 0 and 1',
    ),
};

/** The trees of a forest, one after the other. */
interface Forest {
  /** Rows that each tree was grown from. */
  readonly sampleSize: number;
  /** Number each node compares; 0 in leaves. */
  readonly features: Int32Array;
  /** Values up to which a point goes to the first child; infinite in leaves. */
  readonly thresholds: Float32Array;
  /** Index of the first child, the second is the next one; leaves have their own. */
  readonly children: Int32Array;
  /** Depth of leaves, and the mean depth of what they still hold; 0 elsewhere. */
  readonly depths: Float32Array;
  /** (trees + 1), the first node of each tree, and the end. */
  readonly roots: Int32Array;
  /** What scores are divided by. */
  readonly unit: number;
}

/** The entry for a registry of detectors. */
export const isolationForest = definePointDetector({
  name: 'isolation-forest',
  settings,
  title: () => 'Isolation forest',
  maxRows: 1_000_000,
  async fit(points, { config, work }) {
    const grown = await growForest(points, config, work);
    if (config.contamination === 0) return createModel(grown);
    const scores = new Float32Array(pointCount(points));
    scoreForest(grown, points, scores);
    const unit = Math.fround(quantile(scores, 1 - config.contamination));
    return createModel({ ...grown, unit });
  },
  restore: (_, { features, thresholds, children, depths, roots, scale }) =>
    createModel({
      sampleSize: scale.data[0],
      unit: scale.data[1],
      features: Int32Array.from(features.data),
      thresholds: thresholds.data,
      children: Int32Array.from(children.data),
      depths: depths.data,
      roots: Int32Array.from(roots.data),
    }),
});

function createModel(forest: Forest): PointModel {
  const { sampleSize, unit, roots } = forest;
  return {
    pointsAtOnce: pointsFor((roots.length - 1) * (depthLimit(sampleSize) + 1)),
    score: (points, out) => scoreForest(forest, points, out),
    arrays: {
      features: listOf(forest.features),
      thresholds: listOf(forest.thresholds),
      children: listOf(forest.children),
      depths: listOf(forest.depths),
      roots: listOf(roots),
      scale: listOf([sampleSize, unit]),
    },
  };
}

function listOf(values: ArrayLike<number>): NamedArray {
  return { shape: [values.length], data: Float32Array.from(values) };
}

/** Nodes as they are grown. */
interface Nodes {
  readonly features: number[];
  readonly thresholds: number[];
  readonly children: number[];
  readonly depths: number[];
}

type Config = Readonly<Record<'trees' | 'rowsPerTree' | 'seed', number>>;

async function growForest(
  points: Points,
  { trees, rowsPerTree, seed }: Config,
  work: PointFit<Config>['work'],
): Promise<Forest> {
  const N = pointCount(points);
  checkRowsOfForest(N);
  const size = Math.min(rowsPerTree, N);
  const random = createRandom(seed);
  const nodes: Nodes = { features: [], thresholds: [], children: [], depths: [] };
  const roots: number[] = [];
  for (let tree = 0; tree < trees; tree++) {
    roots.push(nodes.features.length);
    const rows = drawDistinct(size, N, random);
    growTree(nodes, points, rows, random);
    await work.piece(Math.floor(((tree + 1) / trees) * N));
  }
  roots.push(nodes.features.length);
  return {
    sampleSize: size,
    features: Int32Array.from(nodes.features),
    thresholds: Float32Array.from(nodes.thresholds),
    children: Int32Array.from(nodes.children),
    depths: Float32Array.from(nodes.depths),
    roots: Int32Array.from(roots),
    unit: 1,
  };
}

/** Throws DataError where a forest has no row to set apart from another. */
export function checkRowsOfForest(N: number): void {
  if (N >= 2) return;
  throw new DataError(`A forest must have at least 2 rows to learn from, got ${N}. Add rows.`);
}

/** Adds one tree; `rows` is reordered. */
function growTree(nodes: Nodes, points: Points, rows: Int32Array, random: Random): void {
  const limit = depthLimit(rows.length);
  const untried = Int32Array.from({ length: points.size }, (_, d) => d);
  const open = [{ node: addLeaf(nodes), rows, depth: 0 }];
  for (let next = open.shift(); next; next = open.shift()) {
    const { node, depth } = next;
    nodes.depths[node] = depth + meanPathLength(next.rows.length);
    const cut = depth < limit ? drawCut(points, next.rows, untried, random) : undefined;
    if (!cut) continue;
    const below = partition(points, next.rows, cut);
    nodes.depths[node] = 0;
    nodes.features[node] = cut.feature;
    nodes.thresholds[node] = cut.threshold;
    nodes.children[node] = nodes.features.length;
    open.push({ node: addLeaf(nodes), rows: next.rows.subarray(0, below), depth: depth + 1 });
    open.push({ node: addLeaf(nodes), rows: next.rows.subarray(below), depth: depth + 1 });
  }
}

function addLeaf(nodes: Nodes): number {
  const node = nodes.features.length;
  nodes.features.push(0);
  nodes.thresholds.push(Infinity);
  nodes.children.push(node);
  nodes.depths.push(0);
  return node;
}

interface Cut {
  readonly feature: number;
  readonly threshold: number;
}

/** A cut between two of the rows, through a feature that is not constant; undefined where all are equal. */
function drawCut(
  { values, size }: Points,
  rows: Int32Array,
  untried: Int32Array,
  random: Random,
): Cut | undefined {
  if (rows.length < 2) return undefined;
  for (let left = size; left > 0; left--) {
    const at = random.integer(left);
    const feature = untried[at];
    untried[at] = untried[left - 1];
    untried[left - 1] = feature;
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = values[row * size + feature];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    const threshold = Math.fround(low + random.uniform() * (high - low));
    // rounding may reach the largest value, which would leave one side empty
    return { feature, threshold: threshold < high ? threshold : low };
  }
  return undefined;
}

/** Puts rows up to the threshold first. @returns how many they are */
function partition({ values, size }: Points, rows: Int32Array, cut: Cut): number {
  let below = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (values[row * size + cut.feature] > cut.threshold) continue;
    rows[i] = rows[below];
    rows[below++] = row;
  }
  return below;
}

/** Points that stay in the cache while all trees look at them. */
const BLOCK = 512;

function scoreForest(forest: Forest, points: Points, out: Float32Array): void {
  const { sampleSize, roots, unit } = forest;
  const sums = new Float64Array(BLOCK);
  const starts = new Int32Array(BLOCK);
  for (let from = 0; from < out.length; from += BLOCK) {
    const count = Math.min(BLOCK, out.length - from);
    sums.fill(0);
    // beyond the last point the last one again
    for (let n = 0; n < BLOCK; n++) starts[n] = (from + Math.min(n, count - 1)) * points.size;
    for (let tree = 0; tree + 1 < roots.length; tree++) {
      addDepths(forest, roots[tree], points.values, starts, count, sums);
    }
    out.set(sums.subarray(0, count), from);
  }
  isolationScores(out, roots.length - 1, sampleSize);
  if (unit !== 1) for (let n = 0; n < out.length; n++) out[n] /= unit;
}

/** Adds the depths at which points end in one tree. */
function addDepths(
  { features, thresholds, children, depths, sampleSize }: Forest,
  root: number,
  values: Float32Array,
  starts: Int32Array,
  count: number,
  sums: Float64Array,
): void {
  const limit = depthLimit(sampleSize);
  // four at a time: while one waits for its node the others go on; Number() is no branch, which chance would mispredict
  for (let n = 0; n < count; n += 4) {
    const [s0, s1, s2, s3] = [starts[n], starts[n + 1], starts[n + 2], starts[n + 3]];
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    for (let step = 0; step < limit; step++) {
      a = children[a] + Number(values[s0 + features[a]] > thresholds[a]);
      b = children[b] + Number(values[s1 + features[b]] > thresholds[b]);
      c = children[c] + Number(values[s2 + features[c]] > thresholds[c]);
      d = children[d] + Number(values[s3 + features[d]] > thresholds[d]);
    }
    sums[n] += depths[a];
    sums[n + 1] += depths[b];
    sums[n + 2] += depths[c];
    sums[n + 3] += depths[d];
  }
}
