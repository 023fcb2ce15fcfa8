/**
 * Isolation forest, local outlier factor, nearest neighbours and DBSCAN beside scikit-learn, on two tables of as many
 * rows: one is learned from, the other one scored.
 *
 *     npm run bench -- classic [--rows 50000] [--rounds 3] [--only lof] [--python PATH]
 *
 * In the table `plant` channels follow six common movements, in `noise` each its own, where no tree helps.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@anodec/core';
import { bundleTask, type Figures, medianOf, runTask } from './fresh-process.bench.js';

type Print = (line: string) => void;

const CHANNELS = 51;
const DETECTORS = ['isolation-forest', 'lof', 'knn', 'dbscan'];
const PEER = fileURLToPath(new URL('../../utils/peers/classic.py', import.meta.url));
const CODE = fileURLToPath(
  new URL('../../packages/classic/dist/nearest-relaxed.wasm', import.meta.url),
);
/** Compiled, because a worker runs no TypeScript; a file of its own, so that TensorFlow.js is not loaded. */
const JOBS = new URL('../../packages/kernels/dist/simd/shared-jobs.js', import.meta.url).href;

interface Options {
  readonly rows?: string;
  readonly rounds?: string;
  readonly only?: string;
  readonly python?: string;
}

/** Times every detector on both tables, ours and the peer's in turn, and prints medians. */
export async function bench(
  print: Print = console.log,
  { rows = '50000', rounds = '3', only, python }: Options = {},
): Promise<void> {
  const [{ model }] = cpus();
  print(
    `${cpus().length} cores ${model.trim()}, Node ${process.versions.node}; ${rows} × ${CHANNELS}`,
  );
  print('wall s (fit), processor s, peak memory: ours | scikit-learn | their wall over ours');
  const folder = mkdtempSync(join(tmpdir(), 'classic-'));
  try {
    const script = await bundleTask(folder, 'classic-task');
    for (const table of ['plant', 'noise']) {
      const file = join(folder, `${table}.f32`);
      writeFileSync(file, Buffer.from(tableOf(table, 2 * Number(rows)).buffer));
      for (const name of DETECTORS) {
        if (only !== undefined && !only.split(',').includes(name)) continue;
        const ours: Figures[] = [];
        const theirs: Figures[] = [];
        for (let round = 0; round < Number(rounds); round++) {
          ours.push(runTask(script, name, file, CODE, JOBS, '0'));
          if (python) theirs.push(runPeer(python, PEER, name, file, String(ours[0].eps)));
        }
        print(
          `${table.padEnd(6)} ${name.padEnd(17)} ${showFigures(ours)}${python ? compare(ours, theirs) : ''}`,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** (rows, 51) */
function tableOf(kind: string, rows: number): Float32Array {
  const random = createRandom(1);
  const factors = kind === 'plant' ? 6 : 0;
  const loads = Array.from({ length: factors * CHANNELS }, () => random.normal());
  const values = new Float32Array(rows * CHANNELS);
  for (let r = 0; r < rows; r++) {
    const moves = Array.from({ length: factors }, () => random.normal());
    for (let c = 0; c < CHANNELS; c++) {
      let value = (factors > 0 ? 0.3 : 1) * random.normal();
      for (let f = 0; f < factors; f++) value += moves[f] * loads[f * CHANNELS + c];
      values[r * CHANNELS + c] = value;
    }
  }
  return values;
}

/** Runs a program of the peer. @returns what it prints as its last line */
export function runPeer(python: string, ...words: readonly string[]): Figures {
  const { status, stdout, stderr } = spawnSync(python, [...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}

/** Medians of wall seconds, those of the fit in brackets where they are known, processor seconds and peak memory. */
export function showFigures(runs: readonly Figures[]): string {
  const median = (name: string): string => medianOf(runs, name).toFixed(2);
  const fit = 'fitSeconds' in runs[0] ? ` (${median('fitSeconds')})` : '';
  const memory = Math.round(medianOf(runs, 'peakBytes') / 1e6);
  return `${median('seconds')}${fit}, ${median('processorSeconds')}, ${memory} MB`;
}

function compare(ours: readonly Figures[], theirs: readonly Figures[]): string {
  const ratio = medianOf(theirs, 'seconds') / medianOf(ours, 'seconds');
  const means = [ours[0].mean, theirs[0].mean].map((mean) => mean.toPrecision(6)).join(' and ');
  return ` | ${showFigures(theirs)} | ${ratio.toFixed(2)} × | mean scores ${means}`;
}
