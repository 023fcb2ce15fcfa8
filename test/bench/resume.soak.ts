/**
 * Kills trainings at random moments and resumes them, again and again: in the end weights and metrics must be
 * those of a training that nobody killed, byte for byte.
 *
 *     npm run soak -- resume [--kills 100] [--seed 1]
 *
 * It runs the built command, in processes of their own. Ctrl-C ends it with what was found so far.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStopped, createRandom, type Random, StoppedError } from '@anodec/core';
import { prepareTables } from '@anodec/pipeline';
import { listRuns } from '@anodec/runs';
import { BIN } from '../anodec-command.js';
import { type Bench, createBench, plantTable } from '../trust/plant.js';

/** How the kills ended. */
export interface ResumeFigures {
  readonly kills: number;
  /** Trainings that came to their end, through one kill or several. */
  readonly trainings: number;
  /** Kills before the first checkpoint of a run. */
  readonly early: number;
}

/** Settings of a training, as flags. */
export type Flags = readonly string[];

/** How the check is followed and stopped. */
export interface KillListeners {
  /** Receives a line after each training. */
  readonly print?: (line: string) => void;
  /** Raised to end the check with the figures so far. */
  readonly signal?: AbortSignal;
}

const NETWORK: Flags =
  '--window-size 10 --hidden-size 24 --embedding-size 8 --sample-size 1500 --batch-size 32 --max-epochs 6 --baselines none'.split(
    ' ',
  );

/** What differs between the trainings that are killed. */
const VARIANTS: readonly Flags[] = [
  '--dropout 0.2 --num-layers 2 --threads 1 --checkpoint-every-steps 7'.split(' '),
  '--cell gru --threads 2 --checkpoint-every-seconds 0.1 --val-check-interval 0.3'.split(' '),
  '--dropout 0.1 --threads 3 --checkpoint-every-steps 1 --learning-rate 0.2 --early-stopping-patience 2'.split(
    ' ',
  ),
];

/** Runs the check. @throws Error at the first training that ends with other weights or metrics */
export async function soak(
  print: (line: string) => void,
  { kills = '100', seed = '1' }: Readonly<Record<string, string>>,
): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const listeners = { print, signal: stop.signal };
  const figures = await killTrainings(
    Number(kills),
    createRandom(Number(seed)),
    VARIANTS,
    listeners,
  );
  if (stop.signal.aborted) print(`Stopped after ${figures.kills} of ${kills} kills.`);
  if (figures.trainings === 0) return;
  print(
    `${figures.kills} kills in ${figures.trainings} trainings, ${figures.early} of them before the first ` +
      'checkpoint of a run: weights and metrics were those of trainings without a kill, byte for byte.',
  );
}

/**
 * Trains each variant once without a kill, then in turns with kills until there were enough of them, or the signal is
 * aborted; a training that was not at its end then does not count.
 *
 * @throws Error when a training ends with other weights or metrics, or fails
 */
export async function killTrainings(
  kills: number,
  random: Random,
  variants: readonly Flags[],
  { print = () => {}, signal }: KillListeners = {},
): Promise<ResumeFigures> {
  const bench = createBench();
  const figures = { kills: 0, trainings: 0, early: 0 };
  try {
    const program = { ...(await prepare(bench)), signal };
    const wholes = [];
    for (const flags of variants) wholes.push(await trainWhole(program, flags));
    while (figures.kills < kills) {
      const turn = figures.trainings % variants.length;
      const whole = wholes[turn];
      const done = await trainKilled(program, variants[turn], whole, random);
      figures.kills += done.kills;
      figures.early += done.early;
      figures.trainings += 1;
      compare(whole, resultOf(done.path), `training ${figures.trainings}`);
      print(`training ${figures.trainings}: ${done.kills} kills, ${figures.kills} in all`);
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  } finally {
    bench.remove();
  }
  return figures;
}

/** Where the command runs, and the arguments that it always gets. */
interface Program {
  readonly logs: string;
  readonly places: Flags;
  readonly signal?: AbortSignal | undefined;
}

/** The outcome of a training: its bytes, and how long it took. */
interface Result {
  readonly weights: Buffer;
  /** metrics.csv without the columns of time, `seconds` and `windows_per_second`. */
  readonly metrics: string;
}

async function prepare(bench: Bench): Promise<Program> {
  const normal = bench.write('normal.csv', plantTable({ rows: 900 }));
  const attack = bench.write('attack.csv', plantTable({ rows: 60, from: 900, attack: [20, 30] }));
  const { paths } = await prepareTables({ normal, attack, paths: bench.paths });
  const { dataRoot, dataset, logs } = paths;
  return { logs, places: ['--data-root', dataRoot, '--dataset', dataset, '--logs', logs] };
}

async function trainWhole(program: Program, flags: Flags): Promise<Result & { seconds: number }> {
  const { path, ended, seconds } = await train(program, [...NETWORK, ...flags]);
  if (!ended) throw new Error('A training that nobody killed must come to its end.');
  return { ...resultOf(path), seconds };
}

/** Trains with kills until a process comes to its end; the first is always killed. */
async function trainKilled(
  program: Program,
  flags: Flags,
  { seconds }: { seconds: number },
  random: Random,
): Promise<{ readonly path: string; readonly kills: number; readonly early: number }> {
  let [kills, early] = [0, 0];
  let args = [...NETWORK, ...flags];
  for (;;) {
    const delay = 0.7 * random.uniform() * seconds;
    const { path, ended, checkpoints } = await train(program, args, 1000 * delay);
    if (ended) return { path, kills, early };
    kills += 1;
    if (!checkpoints) early += 1;
    // without its settings a run is not yet one that `last` means
    if (path !== '' && existsSync(join(path, 'config.json'))) args = ['--resume', 'last'];
  }
}

/** Trains in a process of its own, and kills it so many milliseconds after it has found its backend. */
async function train({ logs, places, signal }: Program, args: Flags, milliseconds?: number) {
  checkStopped(signal, 'training');
  const before = (await listRuns(logs)).length;
  const child = spawn(process.execPath, [BIN, 'train', ...places, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  await Promise.race([once(child.stdout, 'data'), closed]);
  child.stdout.resume();
  const start = performance.now();
  const timer =
    milliseconds === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const end = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', end);
  const [code, killed] = await closed;
  signal?.removeEventListener('abort', end);
  clearTimeout(timer);
  checkStopped(signal, 'training');
  const seconds = (performance.now() - start) / 1000;
  if (killed !== 'SIGKILL' && code !== 0) throw new Error(`A training failed: ${errors}`);
  const runs = await listRuns(logs);
  const { path = '', status } = (runs.length > before ? runs.at(-1) : undefined) ?? {};
  const checkpoints = path !== '' && hasCheckpoint(path);
  // a kill may come between the last write and the end of the process
  return { path, ended: code === 0 || status === 'finished', checkpoints, seconds };
}

function hasCheckpoint(path: string): boolean {
  try {
    return readFileSync(join(path, 'checkpoints', 'last.ckpt')).length > 0;
  } catch {
    return false;
  }
}

function resultOf(path: string): Result {
  const lines = readFileSync(join(path, 'metrics.csv'), 'utf8').trimEnd().split('\n');
  return {
    weights: readFileSync(join(path, 'detectors', 'autoencoder.safetensors')),
    metrics: lines.map((line) => line.split(',').slice(0, -2).join(',')).join('\n'),
  };
}

function compare(whole: Result, resumed: Result, what: string): void {
  if (!whole.weights.equals(resumed.weights)) {
    throw new Error(`The weights of ${what} must be those of a training without a kill.`);
  }
  if (whole.metrics !== resumed.metrics) {
    throw new Error(
      `The metrics of ${what} must be\n${whole.metrics}\n, got\n${resumed.metrics}\n.`,
    );
  }
}
