/**
 * How many jobs a second each engine hands out and takes back, and how long devices of a fleet take: jobs that do
 * nothing, and devices of three sensors and 1,000 normal rows.
 *
 * It starts a Redis server and a Slurm cluster of its own on this machine; an engine whose server is not installed is left
 * out, and said so.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { detectFleet, FleetEffortConfig, trainFleet, trainSettings } from '@anodec/fleet';
import { createEngine, type Engine, type EngineSettings } from '@anodec/tune';
import { waves } from '../anodec-command.js';
import { isInstalled, startRedis } from '../servers.js';
import { startSlurm, whyNoSlurm } from '../slurm.js';

/** The built package: a worker of its own process reads no TypeScript. */
const TUNE = new URL('../../packages/tune/dist/index.js', import.meta.url).href;

const NOTHING = 'export const openTask = async () => ({ evaluate: async () => ({ value: 0 }) });\n';
/** A fleet that the figures are extrapolated to. */
const LARGE = 100_000;

/**
 * Prints jobs a second of each engine.
 *
 * @param options `only`: local, bullmq, slurm or devices; `jobs` and `slurm-jobs`: how many do nothing; `devices`: how many are trained and scored; `workers`
 */
export async function bench(
  print: (line: string) => void,
  options: Readonly<Record<string, string>>,
): Promise<void> {
  const {
    jobs = '1000',
    'slurm-jobs': slurmJobs = '40',
    devices = '20',
    workers = '2',
    only,
  } = options;
  const folder = mkdtempSync(join(tmpdir(), 'anodec-fleet-bench-'));
  const place = { folder, workers: Number(workers), print };
  print(
    `${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${workers} workers, load ${loadavg()[0].toFixed(1)}`,
  );
  try {
    writeFileSync(join(folder, 'nothing.mjs'), NOTHING);
    const parts: Readonly<Record<string, () => Promise<void>>> = {
      local: () => timeJobs('local', { kind: 'local' }, Number(jobs), place),
      bullmq: () => timeQueue(Number(jobs), place),
      slurm: () => timeSlurm(Number(slurmJobs), place),
      devices: () => timeDevices(Number(devices), place),
    };
    for (const [name, run] of Object.entries(parts)) {
      if (only === undefined || only === name) await run();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly folder: string;
  readonly workers: number;
  readonly print: (line: string) => void;
}

/** Jobs that do nothing, after one that has started the processes. */
async function timeJobs(
  name: string,
  settings: EngineSettings,
  jobs: number,
  { folder, workers, print }: Place,
): Promise<void> {
  const task = {
    name: 'nothing',
    module: pathToFileURL(join(folder, 'nothing.mjs')).href,
    settings: {},
  };
  const engine = await createEngine(settings, { task, folder: join(folder, name), workers });
  try {
    await runJobs(engine, 0, engine.slots);
    const stop = startWatch();
    await runJobs(engine, engine.slots, jobs);
    print(line(name, jobs, 'jobs', stop()));
  } finally {
    await engine.close();
  }
}

async function runJobs(engine: Engine, from: number, count: number): Promise<void> {
  let next = from;
  const listeners = { onStart: async () => {}, onReport: async () => 'go on' as const };
  const take = async (): Promise<void> => {
    while (next < from + count) {
      const trial = next++;
      const outcome = await engine.run({ trial, attempt: 1, point: { trial } }, listeners);
      if (outcome.state !== 'finished') throw new Error(JSON.stringify(outcome));
    }
  };
  await Promise.all(Array.from({ length: engine.slots }, take));
}

async function timeQueue(jobs: number, place: Place): Promise<void> {
  if (!isInstalled('redis-server')) return place.print('bullmq       left out: no redis-server');
  const server = await startRedis();
  const redis = `redis://127.0.0.1:${server.port}`;
  const module = pathToFileURL(join(place.folder, 'nothing.mjs')).href;
  const worker = startWorker({ redis, workers: place.workers }, module);
  try {
    // more in the queue than there are workers, so that none waits for the other side
    const asked = { ...place, workers: 16 * place.workers };
    await timeJobs('bullmq', { kind: 'bullmq', redis, queue: 'anodec' }, jobs, asked);
  } finally {
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await server.stop();
  }
}

function startWorker(settings: object, module: string): ChildProcess {
  const program = `
    import { runQueueWorker } from '${TUNE}';
    const [settings, module] = JSON.parse(process.argv[1]);
    await runQueueWorker(settings, { modules: { nothing: module }, signal: new AbortController().signal });
  `;
  const args = ['--input-type=module', '--eval', program, JSON.stringify([settings, module])];
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function timeSlurm(jobs: number, place: Place): Promise<void> {
  const why = whyNoSlurm();
  if (why !== undefined) return place.print(`slurm        left out: ${why}`);
  const cluster = await startSlurm();
  Object.assign(process.env, cluster.environment);
  try {
    const settings = { kind: 'slurm', pollTime: '500ms' };
    await timeJobs('slurm', settings, jobs, place);
    const many = { ...settings, jobsPerElement: 50 };
    await timeJobs('slurm, 50 jobs per element', many, 10 * jobs, place);
  } finally {
    await cluster.stop();
  }
}

/** A fleet in this process, so that its time of the processor is that of the devices. */
async function timeDevices(count: number, { folder, print }: Place): Promise<void> {
  const [normal, newest] = ['normal', 'newest'].map((name) => join(folder, name));
  mkdirSync(normal);
  mkdirSync(newest);
  const write = (i: number): void => {
    writeFileSync(join(normal, `device-${i}.csv`), waves(1000 + i));
    writeFileSync(join(newest, `device-${i}.csv`), waves(200 + i));
  };
  const effort = FleetEffortConfig.parse({});
  const common = { fleet: join(folder, 'fleet'), engine: { kind: 'in-process' }, effort };
  const settings = trainSettings.parse({});
  const train = () => trainFleet({ ...common, devices: normal, settings });
  const detect = () => detectFleet({ ...common, devices: newest, rows: 60 });
  const time = async (name: string, run: () => Promise<{ failed: readonly unknown[] }>) => {
    const stop = startWatch();
    const { failed } = await run();
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
    print(line(name, count, 'devices', stop()));
  };
  write(0); // loads the code
  await train();
  await detect();
  for (let i = 1; i <= count; i++) write(i);
  await time('train, in-process', train);
  await time('detect, in-process', detect);
  await time('train, unchanged', train);
  await time('detect, unchanged', detect);
}

interface Passed {
  readonly seconds: number;
  /** Of the processor, by this process. */
  readonly computed: number;
}

function startWatch(): () => Passed {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - start) / 1000, computed: (user + system) / 1e6 };
  };
}

function line(name: string, count: number, unit: string, { seconds, computed }: Passed): string {
  const hours = (perItem: number): string => ((LARGE * perItem) / 3600).toPrecision(2);
  return (
    `${name.padEnd(26)} ${count} ${unit} in ${seconds.toFixed(1)} s, ${(count / seconds).toPrecision(3)} a second; ` +
    `this process computes ${((1000 * computed) / count).toPrecision(2)} ms for each. ${LARGE.toLocaleString('en')}: ` +
    `${hours(seconds / count)} h at this rate, ${hours(computed / count)} h of computing here`
  );
}
