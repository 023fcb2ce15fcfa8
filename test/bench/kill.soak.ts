/**
 * Kills conversions in the middle, again and again: afterwards the store holds the tables of the
 * last conversion that ended or those of the one that was killed, whole, and never anything else.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random } from '@anodec/core';
import { bundleProgram } from './fresh-process.bench.js';
import { openStore } from '@anodec/tables';

/** What may be asked for on the command line. */
export type SoakOptions = Readonly<Record<string, string>>;

/** How the rounds ended. */
export interface KillFigures {
  readonly rounds: number;
  /** Rounds that left the tables from before. */
  readonly kept: number;
  /** Rounds whose conversion was quicker than the kill. */
  readonly replaced: number;
  /** Drafts that killed conversions left behind, before the next one swept them. */
  readonly draftsLeft: number;
}

const PROGRAM = `
  import { convertTables } from '@anodec/data';
  const [store, ...paths] = process.argv.slice(2);
  const tables = paths.map((path, n) => ({ key: 'table_' + n, path }));
  console.log('begun');
  await convertTables({ store, tables });
`;
const ROWS = 6000;
const COLUMNS = 24;
const TABLES = 2;

/** Runs `--rounds` rounds (200) from `--seed` (1). @throws Error at the first store that is wrong */
export async function soak(print: (line: string) => void, options: SoakOptions): Promise<void> {
  const { rounds = '200', seed = '1' } = options;
  const start = performance.now();
  const figures = await killConversions(Number(rounds), createRandom(Number(seed)), (round) => {
    if (round % 20 === 0) print(`${round} of ${rounds} rounds`);
  });
  const seconds = Math.round((performance.now() - start) / 1000);
  print(
    `${figures.rounds} conversions killed in ${seconds} s: the store was readable after each, ` +
      `${figures.kept} times as before, ${figures.replaced} times complete anew; ` +
      `${figures.draftsLeft} drafts were left behind and swept.`,
  );
}

/**
 * Converts two generations of tables in turns, and kills each conversion at a random moment.
 *
 * @throws Error when the store holds anything but one whole generation
 */
export async function killConversions(
  rounds: number,
  random: Random,
  onRound: (round: number) => void = () => {},
): Promise<KillFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-kill-'));
  try {
    const script = await bundleProgram(folder, 'convert', PROGRAM);
    const store = join(folder, 'store', 'tables.h5');
    const generations = [await writeTables(folder, 1), await writeTables(folder, 2)];
    await runToTheEnd(script, store, generations[0]); // the first run also warms the disk
    const milliseconds = await runToTheEnd(script, store, generations[0]);
    const figures = { rounds, kept: 0, replaced: 0, draftsLeft: 0 };
    let held = 1;
    for (let round = 1; round <= rounds; round++) {
      const next = 3 - held;
      const delay = random.uniform() * 1.2 * milliseconds;
      await runAndKill(script, store, generations[next - 1], delay);
      figures.draftsLeft += (await readdir(join(folder, 'store'))).length - 1;
      const found = await generationIn(store);
      if (found !== held && found !== next) {
        throw new Error(`Round ${round}: the store must hold one generation, got ${found}.`);
      }
      figures[found === held ? 'kept' : 'replaced']++;
      held = found;
      onRound(round);
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tables whose every reading is the number of their generation. */
async function writeTables(folder: string, generation: number): Promise<readonly string[]> {
  const names = Array.from({ length: COLUMNS }, (_, c) => `c${c}`).join(',');
  const row = Array.from({ length: COLUMNS }, () => generation).join(',');
  const text = `${names}\n${`${row}\n`.repeat(ROWS)}`;
  const paths = Array.from({ length: TABLES }, (_, n) => join(folder, `${generation}_${n}.csv`));
  for (const path of paths) await writeFile(path, text);
  return paths;
}

async function runToTheEnd(
  script: string,
  store: string,
  tables: readonly string[],
): Promise<number> {
  const child = startConversion(script, store, tables);
  await once(child.stdout, 'data');
  const start = performance.now();
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`A conversion that nobody killed ended with ${status}.`);
  return performance.now() - start;
}

async function runAndKill(
  script: string,
  store: string,
  tables: readonly string[],
  delay: number,
): Promise<void> {
  const child = startConversion(script, store, tables);
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  await ended;
}

function startConversion(script: string, store: string, tables: readonly string[]) {
  return spawn(process.execPath, [script, store, ...tables], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The generation that all readings of all tables are of. */
async function generationIn(path: string): Promise<number> {
  const store = await openStore(path);
  try {
    const found = new Set<number>();
    let rows = 0;
    for (const key of store.keys) {
      for await (const chunk of store.readTable(key).chunks()) {
        for (const value of chunk.numbers) found.add(value);
        rows += chunk.rows;
      }
    }
    const [generation] = found;
    if (found.size === 1 && rows === ROWS * TABLES) return generation;
    throw new Error(`The store holds ${rows} rows of the generations ${[...found].join(', ')}.`);
  } finally {
    store.close();
  }
}
