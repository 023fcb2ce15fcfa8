/**
 * Tasks in processes of their own: a fresh process pays for its start-up, and its memory can be
 * measured. They are bundled first, since sources as they are take the HDF5 library seconds to load.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Packages that stay outside of a bundle, because they load parts of themselves by path. */
const OUTSIDE = ['h5wasm/node', 'yauzl', 'exceljs'];

/** What a task prints as its last line. */
export type Figures = Readonly<Record<string, number>>;

/**
 * Bundles a program into one file.
 *
 * @param program its imports are meant from `test`
 * @param name of the file below `folder`, without ending
 * @returns the path of the file
 */
export async function bundleProgram(
  folder: string,
  name: string,
  program: string,
): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  const paths = OUTSIDE.map((library) => fileURLToPath(import.meta.resolve(library)));
  await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@anodec/source'],
    alias: Object.fromEntries(OUTSIDE.map((library, i) => [library, paths[i]])),
    external: paths,
    loader: { '.node': 'empty' }, // charts are not drawn in these tasks
    logLevel: 'silent',
  });
  return outfile;
}

/** Bundles a task, a file beside this one that exports `task(words)` and gives back figures. */
export function bundleTask(folder: string, name: string): Promise<string> {
  return bundleProgram(
    folder,
    name,
    `import { task } from './bench/${name}.bench.js';
    const figures = await task(process.argv.slice(2));
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    console.log(JSON.stringify({ ...figures, peakBytes }));`,
  );
}

/**
 * Runs a bundled task in a fresh process.
 *
 * @returns its figures, and `peakBytes`, the most memory that it had
 * @throws Error when it fails
 */
export function runTask(script: string, ...words: readonly string[]): Figures {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', script, ...words],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Figures;
}

/** The middle one of the figures of several runs. */
export function medianOf(runs: readonly Figures[], name: string): number {
  const values = runs.map((run) => run[name]).sort((a, b) => a - b);
  return values[values.length >> 1];
}
