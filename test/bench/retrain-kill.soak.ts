/**
 * Kills live scorings while a new model is trained, again and again: at the end the results are those of a scoring that was
 * never killed, each row is there once, and the training left one finished run and no half-made one in its way.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, isRecord, type Random } from '@anodec/core';
import { prepareTables, trainRun } from '@anodec/pipeline';
import { listRuns, liveFiles, type LiveLine, runAt } from '@anodec/runs';
import { BIN } from '../anodec-command.js';
import { type Bench, createBench, plantTable, tinySettings } from '../trust/plant.js';
import { firstDifference, type SoakOptions } from './watch.soak.js';

const DETECTORS = { pca: { kind: 'pca' }, lstm: { maxEpochs: 200 } } as const;
type Detector = keyof typeof DETECTORS;

/** Rows behind those of the training: a model is trained on the first thousand of them, and runs beside on the next 600. */
const ROWS = 1800;
const RULES =
  '--once --fit-over none --retrain 1000 --retrain-over 1000 --retrain-rows 500 --retrain-guard 20 --shadow-for 600';

/** How the rounds ended. */
export interface RetrainKillFigures {
  /** Kills while the training was under way, by state.json. */
  readonly training: number;
  /** Kills before it had begun, or after. */
  readonly beside: number;
  /** Runs that a training had begun and was killed in, and which the finished one was resumed from. */
  readonly resumed: number;
}

/** Kills `--rounds` (30) scorings in a training of a `--detector` (lstm) from `--seed` (1). @throws Error when results differ */
export async function soak(print: (line: string) => void, options: SoakOptions): Promise<void> {
  const { rounds = '30', seed = '1', detector = 'lstm' } = options;
  const start = performance.now();
  const kind = detector === 'pca' ? 'pca' : 'lstm';
  const random = createRandom(Number(seed));
  const { training, beside, resumed } = await killTrainings(Number(rounds), kind, random, print);
  const seconds = Math.round((performance.now() - start) / 1000);
  print(
    `${training} live scorings killed in a training in ${seconds} s, ${beside} beside it, ${resumed} runs resumed from: ` +
      'results the same to the byte, one new model.',
  );
}

/** @throws Error when results or runs are not those of a scoring that was never killed */
export async function killTrainings(
  rounds: number,
  detector: Detector,
  random: Random,
  print: (line: string) => void = () => {},
): Promise<RetrainKillFigures> {
  const bench = createBench();
  try {
    bench.write('train.csv', plantTable({ rows: 1500 }));
    const normal = join(bench.path, 'train.csv');
    const { paths } = await prepareTables({ normal, paths: bench.paths });
    const { run } = await trainRun(tinySettings(paths, DETECTORS[detector]));
    bench.write('plant.csv', plantTable({ rows: ROWS, from: 1500, attack: [200, 220] }));
    const before = await newRuns(bench, []);
    const longest = await watchToTheEnd(bench, run.path, 'reference');
    const reference = await newRuns(bench, before);
    const expected = linesOf(bench, 'reference');
    let [training, beside, folders] = [0, 0, 0];
    const compare = (folder: string): void => {
      const found = linesOf(bench, folder);
      if (found !== expected) throw new Error(firstDifference(expected, found));
      checkRows(found);
      folders++;
    };
    while (training < rounds) {
      const folder = `killed-${folders}`;
      const end = await killOnce(bench, run.path, folder, random.uniform() * longest);
      if (end === 'over')
        compare(folder); // it was faster than the kill: begin another one
      else if (end === 'training') print(`${++training} of ${rounds} killed in a training`);
      else if (beside++ > 5 * rounds + 20) throw new Error('No kill fell into a training.');
    }
    await watchToTheEnd(bench, run.path, `killed-${folders}`);
    compare(`killed-${folders}`);
    const known = [...before, ...reference];
    const resumed = await checkRuns(bench, known, folders * reference.length);
    return { training, beside, resumed };
  } finally {
    bench.remove();
  }
}

/** Runs of a folder that were not there before. */
async function newRuns(bench: Bench, before: readonly string[]): Promise<string[]> {
  const all = await listRuns(bench.paths.logs);
  return all.map(({ path }) => path).filter((path) => !before.includes(path));
}

/** As many finished runs as without a kill; others are only there where one of these was resumed from them. */
async function checkRuns(
  bench: Bench,
  before: readonly string[],
  expected: number,
): Promise<number> {
  const made = await newRuns(bench, before);
  const states = await Promise.all(made.map((path) => runAt(path).readStatus()));
  const finished = states.filter((state) => state === 'finished').length;
  if (finished !== expected || states.includes('running')) {
    throw new Error(`${expected} runs must be finished, got ${states.join(', ')}.`);
  }
  const origins = await Promise.all(
    made.map(async (path) => originOf(await runAt(path).readConfig())),
  );
  const unused = made.filter((path, i) => states[i] !== 'finished' && !origins.includes(path));
  if (unused.length > 0)
    throw new Error(`No half-made run must be left, got ${unused.join(', ')}.`);
  return made.length - finished;
}

function originOf(config: unknown): unknown {
  return (Object(config) as { readonly resumedFrom?: unknown }).resumedFrom;
}

/** Each row once, in order. */
function checkRows(text: string): void {
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveLine)
    .flatMap((line) => ('kind' in line ? [] : [line.row]));
  if (rows.length === ROWS && rows.every((row, i) => row === i)) return;
  throw new Error(`Rows 0 to ${ROWS - 1} must be there once, got ${rows.length} of them.`);
}

/** The results; runs are numbered one after the other. */
function linesOf(bench: Bench, folder: string): string {
  return readFileSync(liveFiles(join(bench.path, folder)).lines, 'utf8').replaceAll(
    /version_\d+/g,
    'version_N',
  );
}

function startWatch(bench: Bench, run: string, folder: string) {
  const args = ['watch', run, '--from', 'plant.csv', '--out', folder, ...RULES.split(' ')];
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: bench.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  return { child, said: () => said };
}

/** @returns milliseconds between the first results and the end */
async function watchToTheEnd(bench: Bench, run: string, folder: string): Promise<number> {
  const { child, said } = startWatch(bench, run, folder);
  const closed = once(child, 'close') as Promise<[number | null]>;
  await once(child.stdout, 'data');
  const opened = performance.now();
  child.stdout.resume();
  const [code] = await closed;
  if (code !== 0) throw new Error(`The scoring must end well, got ${code}: ${said()}`);
  return performance.now() - opened;
}

/** How a scoring was when it was killed; over: it had ended by itself. */
type KillMoment = 'training' | 'beside' | 'over';

async function killOnce(
  bench: Bench,
  run: string,
  folder: string,
  milliseconds: number,
): Promise<KillMoment> {
  const { child, said } = startWatch(bench, run, folder);
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.stdout.resume();
  // where a training was left, the scoring waits for it; else it comes to it soon
  await Promise.race([closed, untilTraining(bench, folder, milliseconds)]);
  child.kill('SIGKILL');
  const [code] = await closed;
  if (code === 0) return 'over';
  if (code !== null) throw new Error(`The scoring must go on, got ${code}: ${said()}`);
  return isTraining(bench, folder) ? 'training' : 'beside';
}

/** Waits until a process is at a training, and then for so long. */
async function untilTraining(bench: Bench, folder: string, milliseconds: number): Promise<void> {
  for (let i = 0; i < 1000 && !isTraining(bench, folder); i++) await pause(20);
  await pause(milliseconds);
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function isTraining(bench: Bench, folder: string): boolean {
  try {
    const text = readFileSync(liveFiles(join(bench.path, folder)).state, 'utf8');
    const state: unknown = JSON.parse(text);
    return isRecord(state) && isRecord(state.models) && isRecord(state.models.training);
  } catch {
    return false; // nothing stored yet
  }
}
