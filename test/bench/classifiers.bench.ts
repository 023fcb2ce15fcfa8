/**
 * Training of networks and a random forest beside scikit-learn, on 4,000 rows of overlapping clouds, one for each class.
 *
 *     npm run bench -- classifiers [--rounds 3] [--python PATH]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@anodec/core';
import { runPeer, showFigures } from './classic.bench.js';
import { bundleTask, type Figures, medianOf, runTask } from './fresh-process.bench.js';

const ROWS = 4000;
const PEER = fileURLToPath(new URL('../../utils/peers/classifiers.py', import.meta.url));

/** What is trained; the peer reads the same. */
export type ClassifierCase = { readonly columns: number; readonly classes: number } & (
  | {
      readonly kind: 'mlp';
      readonly layers: readonly number[];
      readonly activation: 'tanh' | 'relu';
      readonly solver: 'lbfgs' | 'adam';
      readonly iterations: number;
    }
  | { readonly kind: 'random-forest'; readonly trees: number }
);

const network = { kind: 'mlp', iterations: 60 } as const;
const deep = { columns: 20, classes: 2, activation: 'tanh', solver: 'lbfgs' } as const;
const wide = { columns: 51, classes: 4, layers: [100], activation: 'relu' } as const;

const CASES: Readonly<Record<string, ClassifierCase>> = {
  '20-28-28-28-1, tanh, 60 steps of L-BFGS': { ...network, ...deep, layers: [28, 28, 28] },
  '20-30-1, tanh, 60 steps of L-BFGS': { ...network, ...deep, layers: [30] },
  '51-100-4, relu, 60 steps of L-BFGS': { ...network, ...wide, solver: 'lbfgs' },
  '51-100-4, relu, 60 epochs of Adam': { ...network, ...wide, solver: 'adam' },
  'random forest, 100 trees, 20 columns': {
    kind: 'random-forest',
    columns: 20,
    classes: 2,
    trees: 100,
  },
};

/** Trains each case, here and by the peer in turn, and prints medians. */
export async function bench(
  print: (line: string) => void = console.log,
  { rounds = '3', python }: { readonly rounds?: string; readonly python?: string } = {},
): Promise<void> {
  const [{ model }] = cpus();
  print(`${cpus().length} cores ${model.trim()}, Node ${process.versions.node}; ${ROWS} rows`);
  print(
    'wall s, processor s, peak memory: ours | scikit-learn | their wall and processor over ours',
  );
  const folder = mkdtempSync(join(tmpdir(), 'classifiers-'));
  try {
    const script = await bundleTask(folder, 'classifiers-task');
    for (const [name, given] of Object.entries(CASES)) {
      const file = join(folder, 'table.f64');
      writeFileSync(file, Buffer.from(tableOf(given).buffer));
      const words = [JSON.stringify(given), file];
      const ours: Figures[] = [];
      const theirs: Figures[] = [];
      for (let round = 0; round < Number(rounds); round++) {
        ours.push(runTask(script, ...words));
        if (python) theirs.push(runPeer(python, PEER, ...words));
      }
      print(`${name.padEnd(40)} ${showFigures(ours)}${python ? compare(ours, theirs) : ''}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** (rows, columns + 1), the class in the last column. */
function tableOf({ columns, classes }: ClassifierCase): Float64Array {
  const random = createRandom(1);
  const centres = Array.from({ length: classes * columns }, () => 0.4 * random.normal());
  const table = new Float64Array(ROWS * (columns + 1));
  for (let r = 0, at = 0; r < ROWS; r++) {
    const label = random.integer(classes);
    for (let c = 0; c < columns; c++) table[at++] = centres[label * columns + c] + random.normal();
    table[at++] = label;
  }
  return table;
}

function compare(ours: readonly Figures[], theirs: readonly Figures[]): string {
  const ratio = (name: string): string =>
    (medianOf(theirs, name) / medianOf(ours, name)).toFixed(2);
  const right = [ours[0].accuracy, theirs[0].accuracy].map((share) => share.toFixed(3));
  const ratios = `${ratio('seconds')} × ${ratio('processorSeconds')} ×`;
  return ` | ${showFigures(theirs)} | ${ratios} | right ${right.join(' and ')}`;
}
