/**
 * Training steps and scoring of whole autoencoders against PyTorch and against TensorFlow.js as it
 * comes, all in one run, in turns; then other properties of a backend: its start, tiny
 * models, a core occupied by another process.
 *
 *     npm run bench -- kernels --python PATH [--models A,D] [--cells lstm] [--parts training] [--quick]
 */
import { cpus } from 'node:os';
import { timeColdStarts } from '../testing/bench/cold-start.js';
import { sharesOfStep } from '../testing/bench/javascript-share.js';
import { peakMemory } from '../testing/bench/memory.js';
import { type ModelSizes, models, quickStart, tiny } from '../testing/bench/models.js';
import { useBackend } from '../backend.js';
import { type BenchOptions, parseBenchOptions } from '../testing/bench/options.js';
import { type Peer, startKernels, startStock, startTorch } from '../testing/bench/peer.js';
import { type Timing, timeInTurns } from '../testing/bench/rounds.js';
import { occupyCore } from '../testing/bench/occupied-core.js';

type Print = (line: string) => void;

/** Both allocator settings are published: by default, long windows cost PyTorch 30 to 45 %. */
const TUNED = {
  MALLOC_MMAP_THRESHOLD_: '4000000000',
  MALLOC_TRIM_THRESHOLD_: '8000000000',
  MALLOC_TOP_PAD_: '268435456',
};

/** Models whose scoring is timed. */
const SCORED = ['A', 'B', 'E'];

/** Runs the chosen parts and prints their tables. */
export async function bench(
  print: Print,
  given: Readonly<Record<string, string>> = {},
): Promise<void> {
  const options = parseBenchOptions(given);
  await printMachine(print, options);
  const chosen = (part: string) => options.parts.includes(part);
  if (chosen('training')) await benchTraining(print, options);
  if (chosen('scoring')) await benchScoring(print, options);
  if (chosen('memory')) await benchMemory(print, options);
  if (chosen('stock')) await benchStock(print, options);
  if (chosen('small')) await benchSmall(print, options);
  if (chosen('threads')) await benchThreads(print, options);
  if (chosen('share')) await benchShare(print, options);
}

async function printMachine(print: Print, { python, threads, backend }: BenchOptions) {
  print(`${cpus().length} cores ${cpus()[0].model.trim()}, Node ${process.versions.node}`);
  if (process.env['ANODEC_BENCH_CLOCK'] === 'processor')
    print('Times are those of the processor, not of the clock: for one thread on a busy machine.');
  const own = startKernels('anodec', { backend, threads });
  print(`anodec: ${await own.load(tiny)}`);
  own.close();
  if (python === undefined) {
    print('PyTorch: its columns are empty, because no --python PATH was given.');
    return;
  }
  const torch = startTorch('PyTorch', python, threads);
  print(`Peer: ${await torch.load(tiny)}; tuned: ${Object.keys(TUNED).join(', ')}`);
  torch.close();
}

const UNMEASURED: Timing = { milliseconds: NaN, ratio: NaN };

/** @returns the timings of anodec, PyTorch, and PyTorch tuned; NaN where there is no Python */
async function compare(
  { python, threads, backend, patience }: BenchOptions,
  model: ModelSizes,
  command: 'train' | 'score',
): Promise<Timing[]> {
  const peers = [startKernels('anodec', { backend, threads })];
  if (python !== undefined) {
    peers.push(startTorch('PyTorch', python, threads));
    peers.push(startTorch('PyTorch tuned', python, threads, TUNED));
  }
  return withPeers(peers, async () => {
    const timings = await timeInTurns(peers, model, command, patience);
    return [0, 1, 2].map((i) => timings[i] ?? UNMEASURED);
  });
}

async function benchTraining(print: Print, options: BenchOptions): Promise<void> {
  print('\nTraining step, medians in ms\n');
  print('| model | cell | anodec | PyTorch | tuned | speed against PyTorch / tuned |');
  print('|---|---|--:|--:|--:|--:|');
  for (const model of options.models) {
    const timings = await compare(options, model, 'train');
    const [own, plain, tuned] = timings.map(({ milliseconds }) => formatNumber(milliseconds));
    print(
      `| ${model.name}: ${model.about} | ${model.cell} | ${own} | ${plain} | ${tuned} | ` +
        `${speeds(timings)} |`,
    );
  }
}

async function benchScoring(print: Print, options: BenchOptions): Promise<void> {
  print('\nScoring, windows/s\n');
  print('| model | cell | anodec | PyTorch | tuned | speed against PyTorch / tuned |');
  print('|---|---|--:|--:|--:|--:|');
  for (const model of options.models.filter(({ name }) => SCORED.includes(name))) {
    const timings = await compare(options, model, 'score');
    const [own, plain, tuned] = windowsPerSecond(model, timings);
    print(`| ${model.name} | ${model.cell} | ${own} | ${plain} | ${tuned} | ${speeds(timings)} |`);
  }
}

/** A process for each number, so that no model adds to the peak of another. */
async function benchMemory(print: Print, { models: chosen, python, ...own }: BenchOptions) {
  print('\nPeak memory of a process, MB\n');
  print('| model | cell | training: anodec | PyTorch | scoring: anodec | PyTorch |');
  print('|---|---|--:|--:|--:|--:|');
  const { backend, threads } = own;
  for (const model of chosen) {
    const cells: string[] = [];
    for (const command of ['train', 'score'] as const) {
      const anodec = startKernels('anodec', { backend, threads });
      cells.push(megabytes(await peakMemory(anodec, model, command)));
      const torch = python === undefined ? undefined : startTorch('PyTorch', python, threads);
      cells.push(megabytes(torch ? await peakMemory(torch, model, command) : NaN));
    }
    print(`| ${model.name} | ${model.cell} | ${cells.join(' | ')} |`);
  }
}

function megabytes(bytes: number): string {
  return Number.isNaN(bytes) ? '–' : Math.round(bytes / 1e6).toLocaleString('en');
}

/** TensorFlow.js as it comes takes seconds a step: three are enough. */
async function benchStock(print: Print, { backend, threads }: BenchOptions): Promise<void> {
  print('\nTraining of A against the layers of TensorFlow.js, windows/s\n');
  print('| anodec | tfjs-wasm | tfjs-cpu | speed against wasm / cpu |');
  print('|--:|--:|--:|--:|');
  const peers = [
    startKernels('anodec', { backend, threads }),
    startStock('tfjs-wasm', 'wasm'),
    startStock('tfjs-cpu', 'cpu'),
  ];
  const [A] = models;
  const few = { warmup: 1, warmupMilliseconds: 0, fewest: 3, most: 3, enough: 0 };
  const timings = await withPeers(peers, () => timeInTurns(peers, A, 'train', few));
  print(`| ${windowsPerSecond(A, timings).join(' | ')} | ${speeds(timings)} |`);
}

async function benchSmall(print: Print, { backend, threads, patience }: BenchOptions) {
  const start = await timeColdStarts(backend);
  print(`\nCold start (useBackend to ready, imports done before): ${formatNumber(start)} ms`);
  const peers = [
    startKernels('anodec', { backend, threads }),
    startKernels('cpu', { backend: 'cpu' }),
  ];
  const [own, cpu] = await withPeers(peers, () => timeInTurns(peers, tiny, 'train', patience));
  print(
    `Training step of a tiny model (${tiny.about}): ${formatNumber(own.milliseconds)} ms, on cpu ` +
      `${formatNumber(cpu.milliseconds)} ms (${formatNumber(1 / cpu.ratio)} times as long)`,
  );
}

/** JavaScript runs on one thread however many there are: on one thread its share is smallest. */
async function benchShare(print: Print, { backend }: BenchOptions): Promise<void> {
  const { name } = await useBackend(backend, { threads: 1 });
  print(`\nWhat a training step on one thread of ${name} consists of\n`);
  print('| model | ms, profiled | kernels | JavaScript | of which garbage collection |');
  print('|---|--:|--:|--:|--:|');
  for (const model of [models[0], models[3], quickStart]) {
    const { milliseconds, ...shares } = await sharesOfStep(model);
    const { kernels, javascript, garbageCollection } = shares;
    const cells = [kernels, javascript, garbageCollection].map(formatPercent);
    print(
      `| ${model.name}: ${model.about} | ${formatNumber(milliseconds)} | ${cells.join(' | ')} |`,
    );
  }
}

function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** What one thread and two take, the part that is serial by Amdahl's law, and what more threads could give. */
async function benchScaling(print: Print, { backend, patience, models: chosen }: BenchOptions) {
  print('\nTraining step on one thread and on two; what Amdahl says of more\n');
  print('| model | cell | 1, ms | 2, ms | serial | 4 threads | 8 | 16 |');
  print('|---|---|--:|--:|--:|--:|--:|--:|');
  for (const model of chosen) {
    const peers = [1, 2].map((threads) => startKernels(`${threads} threads`, { backend, threads }));
    const [one, two] = await withPeers(peers, () => timeInTurns(peers, model, 'train', patience));
    const serial = Math.max(0, 2 * two.ratio - 1);
    const limits = [4, 8, 16].map((n) => formatNumber(1 / (serial + (1 - serial) / n)));
    const times = [one, two].map(({ milliseconds }) => formatNumber(milliseconds)).join(' | ');
    print(
      `| ${model.name} | ${model.cell} | ${times} | ${formatPercent(serial)} | ${limits.join(' | ')} |`,
    );
  }
}

/** All in the same rounds; the other process runs during its own turn only. */
async function benchThreads(print: Print, options: BenchOptions) {
  await benchScaling(print, options);
  const { backend, threads, patience } = options;
  const [A] = models;
  const peers = [
    startKernels('one thread', { backend, threads: 1 }),
    startKernels('all threads', { backend, threads }),
    startKernels('strict', { backend, threads, strict: true }),
    startKernels('disturbed', { backend, threads }),
  ];
  const busy = occupyCore();
  const disturbed = busy.during(peers[3]);
  const [one, all, strict, beside] = await withPeers(peers, () =>
    timeInTurns([...peers.slice(0, 3), disturbed], A, 'train', patience),
  );
  busy.end();
  const against = ({ milliseconds, ratio }: Timing) =>
    `${formatNumber(milliseconds)} ms (${formatNumber(ratio)} times as long)`;
  print(
    `\nTraining step of A: ${formatNumber(one.milliseconds)} ms on one thread, ${against(all)} on ` +
      `${threads}; strict ${against(strict)}; on ${threads} while another process takes ` +
      `${busy.about}: ${against(beside)}`,
  );
}

async function withPeers<Result>(peers: readonly Peer[], work: () => Promise<Result>) {
  try {
    return await work();
  } finally {
    for (const peer of peers) peer.close();
  }
}

/** How many times as fast the first of them is as each of the others. */
function speeds([, ...others]: readonly Timing[]): string {
  return others.map(({ ratio }) => formatNumber(ratio)).join(' / ');
}

function windowsPerSecond({ B }: ModelSizes, timings: readonly Timing[]): string[] {
  return timings.map(({ milliseconds }) => formatNumber((1000 * B) / milliseconds));
}

/** Three significant digits; a dash for values that were not measured. */
function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value < 10 ? 2 : 1);
}
