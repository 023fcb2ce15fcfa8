/**
 * Kills searches at random moments and goes on with them, again and again: in the end every trial is there with the
 * value of a search that nobody killed, none that had finished was run again, and no two processes ran one at a time.
 *
 *     npm run soak -- tune [--kills 100] [--seed 1]
 *
 * It runs the built packages, in processes of their own. Now and then a worker is killed in place of the search.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRandom, type Random } from '@anodec/core';
import { readStudy, type Trial } from '@anodec/tune';

/** How the kills ended. */
export interface TuneKillFigures {
  readonly kills: number;
  /** Kills of a worker instead of the search. */
  readonly workerKills: number;
  readonly studies: number;
  readonly trials: number;
  /** Evaluations that were begun, those that a kill cut off included. */
  readonly begun: number;
}

const TRIALS = 40;
/** Milliseconds of an evaluation, during which its process does not look up. */
const EVALUATION = 25;

/** What a trial does: computes for a moment, and writes down what must not be. */
const TASK = `
  import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').split('\\n') : []);
  const isAlive = (pid) => { try { return process.kill(pid, 0); } catch { return false; } };
  export async function openTask({ folder }) {
    const log = folder + '/evaluations';
    const say = (...words) => appendFileSync(log, words.join(' ') + '\\n');
    const study = folder + '/study';
    return {
      async evaluate({ x, y }, { trial, report }) {
        const ended = '"event":"finished","trial":' + trial + ',';
        const files = readdirSync(study).filter((name) => name.endsWith('.jsonl'));
        if (files.some((name) => read(study + '/' + name).some((line) => line.includes(ended) && line.endsWith('}')))) say('again', trial);
        for (const line of read(log)) {
          const [word, number, pid] = line.split(' ');
          if (word === 'begin' && Number(number) === trial && Number(pid) !== process.pid && isAlive(Number(pid))) say('together', trial);
        }
        say('begin', trial, process.pid);
        for (let step = 1; step <= 2; step++) {
          const until = Date.now() + ${EVALUATION / 2};
          while (Date.now() < until);
          await report(step, x);
        }
        return { value: x * x + (y === 'b' ? 1 : 0) };
      },
    };
  }
`;

/** A search that begins or goes on. */
const PROGRAM = `
  import { createLocalProcesses, createStudy, isStudy, openStudy, runStudy } from '@anodec/tune';
  const [folder, module, trials] = process.argv.slice(1);
  const path = folder + '/study';
  const space = [
    { kind: 'number', name: 'x', low: -1, high: 1, log: false, integer: false },
    { kind: 'choice', name: 'y', values: ['a', 'b'] },
  ];
  const description = { formatVersion: 1, created: '', task: 'soak', settings: {}, space, measure: 'height', direction: 'minimise' };
  if (!isStudy(path)) await createStudy(path, { ...description, sampler: { kind: 'random' }, pruner: { kind: 'none' }, seed: 5 });
  const study = await openStudy(path);
  const engine = createLocalProcesses({ module, settings: { folder }, study: path, workers: 2 });
  await runStudy(study, engine, { trials: Number(trials), retries: 1000 });
  await study.close();
`;

/** Runs the check. @throws Error at the first study in which a trial is lost or was run again */
export async function soak(
  print: (line: string) => void,
  { kills = '100', seed = '1' }: Readonly<Record<string, string>>,
): Promise<void> {
  const { workerKills, studies, trials, begun, ...figures } = await killSearches(
    Number(kills),
    createRandom(Number(seed)),
    TRIALS,
    print,
  );
  print(
    `${figures.kills} kills in ${studies} searches, ${workerKills} of them of a worker: all ${trials} trials were there ` +
      `with the values of a search without a kill; ${begun} evaluations were begun, none of a finished trial.`,
  );
}

/**
 * Searches once without a kill, then with kills until there were enough of them.
 *
 * @throws Error when a trial is lost, was run again or together with itself, or has another value
 */
export async function killSearches(
  kills: number,
  random: Random,
  trials: number,
  print: (line: string) => void = () => {},
): Promise<TuneKillFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-tune-kill-'));
  try {
    const module = join(folder, 'task.mjs');
    writeFileSync(module, TASK);
    const place = (name: string): string[] => [
      join(folder, name),
      pathToFileURL(module).href,
      String(trials),
    ];
    const figures = { kills: 0, workerKills: 0, studies: 0, trials: 0, begun: 0 };
    const start = performance.now();
    await toTheEnd(startSearch(place('whole')));
    const milliseconds = performance.now() - start;
    const whole = valuesOf((await readStudy(join(folder, 'whole', 'study'))).trials);
    while (figures.kills < kills) {
      const own = place(`study-${figures.studies++}`);
      const done = await searchKilled(own, milliseconds, random);
      figures.kills += done.kills;
      figures.workerKills += done.workerKills;
      const { trials: found } = await readStudy(join(own[0], 'study'));
      if (valuesOf(found) !== whole) {
        throw new Error(`The trials must be\n${whole}\n, got\n${valuesOf(found)}\n in ${own[0]}.`);
      }
      figures.trials += found.length;
      figures.begun += checkEvaluations(own[0]);
      print(`search ${figures.studies}: ${done.kills} kills, ${figures.kills} in all`);
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Searches with kills until a process comes to its end. */
async function searchKilled(
  place: readonly string[],
  milliseconds: number,
  random: Random,
): Promise<{ readonly kills: number; readonly workerKills: number }> {
  let [kills, workerKills] = [0, 0];
  for (;;) {
    const child = startSearch(place);
    const delay = random.uniform() * milliseconds;
    const ended = toTheEnd(child);
    const isLate = await Promise.race([
      ended.then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), delay)),
    ]);
    if (isLate) return { kills, workerKills };
    if (random.uniform() < 0.2 && killWorker(join(place[0], 'study'), random)) workerKills += 1;
    else child.kill('SIGKILL');
    kills += 1;
    const wasKilled = await ended;
    if (!wasKilled) return { kills, workerKills };
  }
}

/** Kills one of the workers of a search. @returns false where none was there */
function killWorker(study: string, random: Random): boolean {
  const names = existsSync(study) ? readdirSync(study) : [];
  const pids = names.flatMap((name) => /^worker-(\d+)\.jsonl$/.exec(name)?.[1] ?? []);
  if (pids.length === 0) return false;
  try {
    return process.kill(Number(pids[random.integer(pids.length)]), 'SIGKILL');
  } catch {
    return false; // it has ended since
  }
}

function startSearch(place: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, ...place], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** @returns whether it was killed @throws Error when it failed */
async function toTheEnd(child: ChildProcess): Promise<boolean> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`A search failed: ${errors}`);
  return signal === 'SIGKILL';
}

function valuesOf(trials: readonly Trial[]): string {
  return JSON.stringify(trials.map(({ point, state, value }) => ({ ...point, state, value })));
}

/** @returns how many evaluations were begun @throws Error where one was not to be */
function checkEvaluations(folder: string): number {
  const lines = readFileSync(join(folder, 'evaluations'), 'utf8').trim().split('\n');
  const wrong = lines.filter((line) => !line.startsWith('begin '));
  if (wrong.length > 0) {
    throw new Error(`No trial may be run again or together with itself: ${wrong.join(', ')}.`);
  }
  return lines.length;
}
