/**
 * The program of the bundle that `utils/gpu-bundle.mjs` writes: measures, and leaves gpu-report.json and gpu-report.md.
 *
 * Its `run.sh` starts it; --help says what it takes.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tiny } from '../bench/models.js';
import { parseBenchOptions } from '../bench/options.js';
import { offerSoftwareAdapter } from '../software-adapter.js';
import { measureGpu } from './measure.js';
import { renderGpuReport } from './render.js';
import { tinyWalkLayers, walkLayers } from './walk-tiles.js';
import { measureWalks } from './walks.js';

const HELP = `Checks the values and gradients of anodec's GPU kernels, then times them beside PyTorch with CUDA and cuDNN.
Writes gpu-report.json and gpu-report.md.

Needs a driver with Vulkan (libvulkan.so.1) and nothing else.

  --out FOLDER    where the report goes; default: the folder in which you are
  --python PATH   a Python whose PyTorch has CUDA; default: python3 or python, if theirs has
  --models A,D    some models only; default: A to F
  --cells lstm    some cells only; default: lstm and gru
  --batches 64,256    each model with these numbers of windows in a batch; default: its own
  --quick         fewer rounds
  --walks         instead times the ways to lay out the loop over the rows of a layer, and writes gpu-walks.txt
  --tiny          one tiny model and fewer checks, as an adapter in software gets through
  --software      offers the software adapter of Debian's chromium where there is no other`;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: process.env.ANODEC_STARTED_IN ?? '.' },
    python: { type: 'string' },
    models: { type: 'string' },
    cells: { type: 'string' },
    batches: { type: 'string' },
    quick: { type: 'boolean' },
    walks: { type: 'boolean' },
    tiny: { type: 'boolean' },
    software: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.help) say(HELP);
else {
  try {
    await measure();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}

async function measure(): Promise<void> {
  const { out, tiny: small = false, python = findPython(), models, cells, batches, quick } = values;
  if (values.software) offerSoftwareAdapter();
  if (values.walks) return walks(out, small);
  const options = parseBenchOptions({
    ...(python !== undefined && { python }),
    ...(models !== undefined && { models }),
    ...(cells !== undefined && { cells }),
    ...(batches !== undefined && { batches }),
    ...(quick && { quick: 'true' }),
  });
  const timed = small
    ? [...new Set(options.models.map(({ cell }) => cell))].map((cell) => ({ ...tiny, cell }))
    : options.models;
  const goldens = new URL('./recurrent.json', import.meta.url);
  const { patience } = options;
  const report = await measureGpu({ models: timed, patience, python, goldens, small }, say);
  const text = `${renderGpuReport(report).join('\n')}\n`;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'gpu-report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(out, 'gpu-report.md'), text);
  say(`\n${text}\nWritten to ${resolve(out)}: gpu-report.json, gpu-report.md`);
}

/** Each line is in the file as soon as it is known: a driver that fails takes nothing with it. */
async function walks(out: string, small: boolean): Promise<void> {
  mkdirSync(out, { recursive: true });
  const file = join(out, 'gpu-walks.txt');
  writeFileSync(file, '');
  await measureWalks(small ? tinyWalkLayers : walkLayers, (line) => {
    say(line);
    appendFileSync(file, `${line}\n`);
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The path of a Python on the path whose PyTorch sees a GPU. */
function findPython(): string | undefined {
  const script = 'import sys, torch; torch.cuda.is_available() and print(sys.executable)';
  for (const name of ['python3', 'python']) {
    const { stdout } = spawnSync(name, ['-c', script], { encoding: 'utf8' });
    const path = stdout?.trim();
    if (path) return path;
  }
  return undefined;
}
