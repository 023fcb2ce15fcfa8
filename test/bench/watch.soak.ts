/**
 * Kills live scorings in the middle, again and again, while their file grows and is rotated: at the end the results
 * are those of a scoring that was never killed, to the byte, so that no row was lost and none was scored twice.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random } from '@anodec/core';
import { openRun, prepareTables, trainRun } from '@anodec/pipeline';
import { liveFiles } from '@anodec/runs';
import { watch, WatchConfig } from '@anodec/stream';
import { openSource } from '@anodec/tables';
import { BIN } from '../anodec-command.js';
import { createBench, plantTable, tinySettings } from '../trust/plant.js';

/** What may be asked for on the command line. */
export type SoakOptions = Readonly<Record<string, string>>;

/** How the rounds ended. */
export interface WatchKillFigures {
  readonly rows: number;
  /** Kills of a scoring that had not stored anything yet, beside those that count. */
  readonly early: number;
  readonly rotations: number;
}

const DETECTORS = { pca: { kind: 'pca' }, lstm: {} } as const;

/** Kills `--rounds` (60) scorings that are at work, of a `--detector` (lstm) from `--seed` (1). @throws Error when results differ */
export async function soak(print: (line: string) => void, options: SoakOptions): Promise<void> {
  const { rounds = '60', seed = '1', detector = 'lstm' } = options;
  const start = performance.now();
  const kind = detector === 'pca' ? 'pca' : 'lstm';
  const random = createRandom(Number(seed));
  const { rows, early, rotations } = await killWatches(Number(rounds), kind, random, (round) => {
    if (round % 10 === 0) print(`${round} of ${rounds} rounds`);
  });
  const seconds = Math.round((performance.now() - start) / 1000);
  print(
    `${rounds} live scorings killed at work in ${seconds} s, and ${early} before, over ${rows} rows and ` +
      `${rotations} rotations: results the same to the byte.`,
  );
}

/** @throws Error when the results are not those of a scoring that was never killed */
export async function killWatches(
  rounds: number,
  detector: keyof typeof DETECTORS,
  random: Random,
  onRound: (round: number) => void = () => {},
): Promise<WatchKillFigures> {
  const bench = createBench();
  try {
    const { paths } = await prepareTables(bench.tables('plant'));
    const { run } = await trainRun(tinySettings(paths, DETECTORS[detector]));
    const [header, ...lines] = plantTable({ rows: 150 * rounds, from: 400, attack: [40, 60] })
      .trimEnd()
      .split('\n');
    const file = bench.write('plant.csv', `${header}\n`);
    const folder = join(bench.path, 'killed');
    const growing = startGrowing(file, header, lines, random);
    let [working, early, longest] = [0, 0, 600];
    while (working < rounds) {
      growing.upTo(150 * (working + 1));
      // what a file held that was rotated before anything was stored, nobody knows of
      if (working % 3 === 1) growing.rotate();
      const args = [run.path, '--from', file, '--out', folder];
      if (await runAndKill(args, folder, random.uniform() * longest)) onRound(++working);
      else if (early++ < 10 * rounds)
        longest *= 1.3; // a busy machine needs longer to begin
      else
        throw new Error('Scorings must store results before they are killed, got none that did.');
    }
    growing.end();
    await runToTheEnd([run.path, '--from', file, '--out', folder]);
    const whole = bench.write('whole.csv', `${[header, ...lines].join('\n')}\n`);
    const reference = join(bench.path, 'reference');
    await watch({
      artifact: await openRun(run.path),
      source: openSource(whole),
      sinks: [],
      folder: reference,
      settings: WatchConfig.parse({ once: true }),
    });
    const [expected, found] = [reference, folder].map((place) =>
      readFileSync(liveFiles(place).lines, 'utf8'),
    );
    if (found !== expected) throw new Error(firstDifference(expected, found));
    return { rows: lines.length, early, rotations: growing.rotations() };
  } finally {
    bench.remove();
  }
}

/** Adds lines to a file, a few at a time and not always whole ones. */
function startGrowing(file: string, header: string, lines: readonly string[], random: Random) {
  let [next, limit, rotations, rest] = [0, 0, 0, ''];
  const grow = (count: number): void => {
    const text =
      rest +
      lines
        .slice(next, next + count)
        .map((line) => `${line}\n`)
        .join('');
    next = Math.min(lines.length, next + count);
    const cut = Math.max(0, text.length - Math.floor(random.uniform() * 10));
    appendFileSync(file, text.slice(0, cut));
    rest = text.slice(cut);
  };
  const timer = setInterval(() => {
    if (next < limit) grow(1 + Math.floor(random.uniform() * 4));
  }, 20);
  return {
    /** Lets it grow to so many lines. */
    upTo(count: number): void {
      limit = count;
    },
    rotations: () => rotations,
    rotate(): void {
      appendFileSync(file, rest);
      rest = '';
      renameSync(file, `${file}.${rotations++}`);
      writeFileSync(file, `${header}\n`);
    },
    end(): void {
      clearInterval(timer);
      grow(lines.length);
      appendFileSync(file, rest);
    },
  };
}

/** Returns whether results were stored before the kill. */
async function runAndKill(
  args: readonly string[],
  folder: string,
  milliseconds: number,
): Promise<boolean> {
  const state = liveFiles(folder).state;
  const before = readIfThere(state);
  const child = spawn(process.execPath, [BIN, 'watch', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  if (child.exitCode !== null) throw new Error(`The scoring ended by itself: ${said}`);
  child.kill('SIGKILL');
  await once(child, 'close');
  return readIfThere(state) !== before;
}

async function runToTheEnd(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [BIN, 'watch', ...args, '--once'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The scoring must end well, got ${code}: ${said}`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Says where two texts begin to differ. */
export function firstDifference(expected: string, found: string): string {
  const [a, b] = [expected.split('\n'), found.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  return `Line ${at + 1} must be ${a[at]}, got ${b[at]} (${a.length} lines, ${b.length}).`;
}
