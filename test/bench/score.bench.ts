/**
 * `anodec score` on a long recording with the default network: rows per second and the most memory it has,
 * alone and beside the scores of earlier runs in the same store.
 *
 * `npm run bench -- score [--rows 450000] [--runs 8] [--rounds 3]`
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleTask, runTask } from './fresh-process.bench.js';
import { timeCommand } from './timed-command.js';

/** Rows of normal operation: enough to train one epoch, which is not what is measured. */
const NORMAL_ROWS = 20_000;

/** Trains once, then scores again and again. */
export async function bench(
  print: (line: string) => void,
  { rows = '450000', runs = '8', rounds = '3' }: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-bench-'));
  try {
    await mkdir(join(folder, 'data/interim'), { recursive: true });
    const script = await bundleTask(folder, 'recordings-task');
    runTask(script, join(folder, 'data/interim/bench.h5'), String(NORMAL_ROWS), rows);
    timeCommand(folder, ['data', 'prepare', '--dataset', 'bench']);
    const train = ['--dataset', 'bench', '--sample-freq', 'none', '--max-epochs', '1'];
    timeCommand(folder, ['train', ...train, '--logger', 'none']);
    print(`anodec score, ${Number(rows).toLocaleString('en')} rows × 51 channels, default network`);
    measure(print, folder, Number(rows), Number(rounds), 'the only run of its store');
    for (let run = 1; run < Number(runs); run++) {
      timeCommand(folder, ['train', ...train, '--logger', 'none']);
      timeCommand(folder, ['score', 'last']);
    }
    if (Number(runs) > 1)
      measure(print, folder, Number(rows), Number(rounds), `one of ${runs} runs`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function measure(
  print: (line: string) => void,
  folder: string,
  rows: number,
  rounds: number,
  what: string,
): void {
  const all = Array.from({ length: rounds }, () => timeCommand(folder, ['score', 'last']));
  const middle = (of: 'seconds' | 'processorSeconds' | 'peakBytes') =>
    all.map((one) => one[of]).sort((a, b) => a - b)[rounds >> 1];
  const rate = Math.round(rows / middle('seconds')).toLocaleString('en');
  print(
    `  ${what.padEnd(28)}${middle('seconds').toFixed(1).padStart(6)} s, processor ` +
      `${middle('processorSeconds').toFixed(1)} s, ${rate} rows/s, peak ${Math.round(middle('peakBytes') / 1e6)} MB`,
  );
}
