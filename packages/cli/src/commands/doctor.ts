/** `anodec doctor`. */
import { formatCount } from '@anodec/core';
import { cpus } from 'node:os';
import { wideVectorsProblem } from '@anodec/model';
import { type ExaminedBackend, examineBackends, fastestBackend } from '@anodec/pipeline';
import { defineCommand } from '../command.js';
import { textTable } from '../view/text-table.js';

export const doctor = defineCommand({
  details:
    'The training step is one of the default network: 64 windows of 20 rows, 51 channels. It takes some ' +
    'seconds.',
  sections: {},
  examples: [
    [
      'anodec doctor',
      'Node, threads, GPU, libtensorflow, and the time of a training step on each backend',
    ],
  ],
  async run(_, { print, progress }) {
    const examined = await examineBackends();
    progress.end();
    const vectors = ['Vectors', describeVectors(await wideVectorsProblem())];
    const rows = [...machineRows(), vectors, ...offers(examined)];
    for (const line of textTable(rows)) print(line);
    print();
    const head = ['backend', 'ms a step', 'windows/s', 'computes with'];
    const usable = examined.filter(({ chosen }) => chosen).map(cellsOf);
    for (const line of textTable([head, ...usable], [1, 2])) print(line);
    print();
    print(advice(examined));
  },
});

function machineRows(): string[][] {
  const cores = cpus();
  const { ANODEC_THREADS: variable } = process.env;
  return [
    ['Node', `${process.versions.node} on ${process.platform} ${process.arch}`],
    ['Processor', `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}`],
    ['Threads', variable === undefined ? 'one for each core' : `ANODEC_THREADS is ${variable}`],
  ];
}

/** The vectors of the backend `simd`. */
function describeVectors(problem: string | undefined): string {
  return problem === undefined ? 'of eight floats' : `of four floats instead of eight: ${problem}`;
}

/** SIMD, GPUs and libtensorflow, or why they are missing. */
function offers(examined: readonly ExaminedBackend[]): string[][] {
  const labels = { native: 'Native', simd: 'SIMD', webgpu: 'GPU', tensorflow: 'libtensorflow' };
  return Object.entries(labels).map(([backend, label]) => {
    const one = examined.find(({ name }) => name === backend);
    return [label, one?.problem ?? reasonOf(one)];
  });
}

function cellsOf({ name, chosen, time }: ExaminedBackend): string[] {
  if (!time) return [name, 'not timed', '', reasonOf({ chosen })];
  const rate = formatCount(Math.round((1000 * time.windows) / time.milliseconds));
  return [name, time.milliseconds.toFixed(1), rate, reasonOf({ chosen })];
}

/** What it computes with; all backends were asked for here, which need not be said. */
function reasonOf(examined: Pick<ExaminedBackend, 'chosen'> | undefined): string {
  return (examined?.chosen?.reason ?? '').replace('; the backend asked for', '');
}

/** The fastest backend for small networks; `auto` needs no further installation but a C compiler, if any. */
function advice(examined: readonly ExaminedBackend[]): string {
  const fastest = fastestBackend(examined);
  const timed = (wanted: string) => examined.find(({ name, time }) => name === wanted && time);
  const automatic = timed('native') ?? timed('simd');
  if (!fastest) return 'No backend works here; the table above says what each one lacks.';
  if (fastest === automatic) return `Recommended: --backend auto, which is ${fastest.name}.`;
  if (!automatic?.time || !fastest.time) return `Recommended: --backend ${fastest.name}.`;
  const factor = automatic.time.milliseconds / fastest.time.milliseconds;
  return (
    `Recommended: --backend ${fastest.name}, ${factor.toFixed(1)} times as fast as ${automatic.name}, which auto ` +
    'chooses, on this small network; larger networks may differ.'
  );
}
