/**
 * The hierarchy of density clusters, HDBSCAN: rows are joined by their mutual reachability, clusters that are too small
 * are rows that fall out of a larger one, and of a cluster and its parts that which lasts longer is kept.
 *
 * Source: Campello, Moulavi, Zimek & Sander 2015, "Hierarchical Density Estimates for Data Clustering, Visualization,
 * and Outlier Detection"; as scikit-learn's `HDBSCAN` with `cluster_selection_method="eom"`.
 */
import type { Points } from '../points/point-method.js';
import type { Work } from '../work.js';

/** Two rows or groups joined at a distance. */
interface Join {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

/** A step of the condensed tree: a row or a cluster leaves its parent at a density, one over a distance. */
interface Leaving {
  readonly parent: number;
  readonly child: number;
  readonly density: number;
  readonly size: number;
}

/** Clusters that were kept. */
export interface DensityClusters {
  /** (R), number of each row's cluster from 0 on, -1 for noise. */
  readonly labels: Int32Array;
  /** For each cluster, the distance at which it separates from its parent. */
  readonly reaches: readonly number[];
}

/**
 * Clusters rows by density.
 *
 * @param rows (R, D), complete
 * @param coreDistances (R), distance to the `minPts`-th row, itself included
 * @param minClusterSize rows below which a group is no cluster
 */
export async function clusterHierarchy(
  rows: Points,
  coreDistances: Float64Array,
  minClusterSize: number,
  work: Work,
): Promise<DensityClusters> {
  const joins = await spanningTree(rows, coreDistances, work);
  const R = coreDistances.length;
  const leavings = condense(singleLinkage(joins, R), R, minClusterSize);
  return keepStable(leavings, R);
}

/** The minimum spanning tree of mutual reachability, by Prim 1957; shortest joins first. */
async function spanningTree({ values, size: D }: Points, cores: Float64Array, work: Work) {
  const R = cores.length;
  const nearest = new Int32Array(R).fill(-1);
  const distances = new Float64Array(R).fill(Infinity);
  const isIn = new Uint8Array(R);
  const joins: Join[] = [];
  let current = 0;
  for (let step = 1; step < R; step++) {
    isIn[current] = 1;
    let next = -1;
    for (let r = 0; r < R; r++) {
      if (isIn[r] === 1) continue;
      let sum = 0;
      for (let d = 0; d < D; d++) sum += (values[r * D + d] - values[current * D + d]) ** 2;
      const reach = Math.max(Math.sqrt(sum), cores[r], cores[current]);
      if (reach < distances[r]) [distances[r], nearest[r]] = [reach, current];
      if (next < 0 || distances[r] < distances[next]) next = r;
    }
    joins.push({ a: nearest[next], b: next, distance: distances[next] });
    current = next;
    if (step % 16 === 0) await work.piece(step);
  }
  return joins.sort((x, y) => x.distance - y.distance);
}

/** A group of the single-linkage tree: its two parts, rows below R and groups from R on. */
interface Group {
  readonly parts: readonly [number, number];
  readonly distance: number;
  readonly size: number;
}

/** (R − 1), groups in the order in which they form; group g has the number R + g. */
function singleLinkage(joins: readonly Join[], R: number): Group[] {
  const parents = Int32Array.from({ length: 2 * R - 1 }, (_, i) => i);
  const top = (i: number): number => {
    while (parents[i] !== i) {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
    return i;
  };
  const groups: Group[] = [];
  const sizeOf = (i: number): number => (i < R ? 1 : groups[i - R].size);
  for (const { a, b, distance } of joins) {
    const parts = [top(a), top(b)] as const;
    parents[parts[0]] = parents[parts[1]] = R + groups.length;
    groups.push({ parts, distance, size: sizeOf(parts[0]) + sizeOf(parts[1]) });
  }
  return groups;
}

/** Clusters are numbered from R on, the whole table first; a child has a larger number than its parent. */
function condense(groups: readonly Group[], R: number, minClusterSize: number): Leaving[] {
  const leavings: Leaving[] = [];
  let clusters = R + 1;
  const open = [{ node: 2 * R - 2, cluster: R }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, cluster } = next;
    const { parts, distance } = groups[node - R];
    const density = distance > 0 ? 1 / distance : Infinity;
    const isLarge = parts.map((part) => sizeOfNode(groups, part, R) >= minClusterSize);
    for (const [p, part] of parts.entries()) {
      if (!isLarge[p]) {
        for (const row of rowsBelow(groups, part, R)) {
          leavings.push({ parent: cluster, child: row, density, size: 1 });
        }
      } else if (isLarge[1 - p]) {
        const child = clusters++;
        leavings.push({ parent: cluster, child, density, size: sizeOfNode(groups, part, R) });
        open.push({ node: part, cluster: child });
      } else open.push({ node: part, cluster });
    }
  }
  return leavings;
}

function sizeOfNode(groups: readonly Group[], node: number, R: number): number {
  return node < R ? 1 : groups[node - R].size;
}

function rowsBelow(groups: readonly Group[], node: number, R: number): number[] {
  const rows: number[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < R) rows.push(next);
    else open.push(...groups[next - R].parts);
  }
  return rows;
}

/** Keeps clusters that last longer than their parts together; never the whole table. */
function keepStable(leavings: readonly Leaving[], R: number): DensityClusters {
  const births = new Map<number, number>([[R, 0]]);
  const parents = new Map<number, number>();
  for (const { parent, child, density } of leavings) {
    if (child < R) continue;
    births.set(child, density);
    parents.set(child, parent);
  }
  const stabilities = stabilitiesOf(leavings, births);
  const kept = new Set<number>();
  const sums = new Map<number, number>();
  for (const cluster of [...births.keys()].sort((a, b) => b - a)) {
    if (cluster === R) continue;
    const own = stabilities.get(cluster) ?? 0;
    const ofParts = sums.get(cluster) ?? 0;
    if (own >= ofParts) kept.add(cluster);
    const parent = parents.get(cluster) ?? R;
    sums.set(parent, (sums.get(parent) ?? 0) + Math.max(own, ofParts));
  }
  return labelRows(leavings, R, parents, kept, births);
}

/** Sums over what leaves a cluster of the density at which it leaves above that at which the cluster began. */
function stabilitiesOf(
  leavings: readonly Leaving[],
  births: ReadonlyMap<number, number>,
): Map<number, number> {
  const stabilities = new Map<number, number>();
  for (const { parent, density, size } of leavings) {
    const lasted = (density - (births.get(parent) ?? 0)) * size;
    stabilities.set(parent, (stabilities.get(parent) ?? 0) + lasted);
  }
  return stabilities;
}

function labelRows(
  leavings: readonly Leaving[],
  R: number,
  parents: ReadonlyMap<number, number>,
  kept: ReadonlySet<number>,
  births: ReadonlyMap<number, number>,
): DensityClusters {
  // of nested ones the outermost is the cluster
  const outermost = (cluster: number): number => {
    let found = NONE;
    for (let at: number | undefined = cluster; at !== undefined; at = parents.get(at)) {
      if (kept.has(at)) found = at;
    }
    return found;
  };
  const labels = new Int32Array(R).fill(NONE);
  const numbers = new Map<number, number>();
  const found = new Map<number, number>();
  for (const { parent } of leavings) if (!found.has(parent)) found.set(parent, outermost(parent));
  const used = [...new Set(found.values())]
    .filter((cluster) => cluster !== NONE)
    .sort((a, b) => a - b);
  for (const [number, cluster] of used.entries()) numbers.set(cluster, number);
  for (const { parent, child } of leavings) {
    if (child < R) labels[child] = numbers.get(found.get(parent) ?? NONE) ?? NONE;
  }
  return { labels, reaches: used.map((cluster) => 1 / (births.get(cluster) ?? Infinity)) };
}

const NONE = -1;
