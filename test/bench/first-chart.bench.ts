/**
 * From a fresh clone to the first chart of a notebook: set-up, simulated plant, kernel, picture. The notebook is
 * 02-time-series-exploration, cut off after its first picture. Needs git and Jupyter; packages come from the cache of the
 * package manager where it has them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Notebook {
  readonly cells: readonly {
    readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
  }[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function bench(print: (line: string) => void): Promise<void> {
  const clone = join(mkdtempSync(join(tmpdir(), 'anodec-first-chart-')), 'clone');
  try {
    const start = performance.now();
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, clone]);
    const path = join(clone, 'notebooks', 'first-chart.ipynb');
    writeFileSync(path, JSON.stringify(untilFirstPicture(join(clone, 'notebooks'))));
    const settingUp = performance.now();
    runScript(clone, 'setup');
    const executing = performance.now();
    runScript(clone, 'notebook', '--execute', path);
    const end = performance.now();
    const pictures = picturesOf(readNotebook(path));
    if (pictures !== 1) throw new Error(`The notebook must show one picture, got ${pictures}.`);
    print(`set-up                 ${seconds(settingUp, executing)}`);
    print(`notebook to its chart  ${seconds(executing, end)}`);
    print(`from clone to chart    ${seconds(start, end)}`);
  } finally {
    rmSync(join(clone, '..'), { recursive: true });
  }
}

function untilFirstPicture(folder: string): Notebook {
  const notebook = readNotebook(join(folder, '02-time-series-exploration.ipynb'));
  const first = notebook.cells.findIndex((cell) => picturesOf({ cells: [cell] }) > 0);
  const cells = notebook.cells.slice(0, first + 1);
  return {
    ...notebook,
    cells: cells.map((cell) => (cell.outputs ? { ...cell, outputs: [] } : cell)),
  };
}

function picturesOf({ cells }: Notebook): number {
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.filter(({ data }) => data && 'image/png' in data).length;
}

function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function runScript(folder: string, name: string, ...args: readonly string[]): void {
  execFileSync('npm', ['run', '--silent', name, '--', ...args], { cwd: folder, stdio: 'pipe' });
}

function seconds(from: number, to: number): string {
  return `${((to - from) / 1000).toFixed(1)} s`;
}
