/**
 * Every operation against TensorFlow.js's own backends, `cpu` (plain JavaScript) and `wasm` (XNNPACK
 * and C++, one thread), on a batch of 64 windows of 100 rows and 51 channels.
 *
 *     npm run bench -- operations [--only Sum] [--threads 2]
 */
import { cpus } from 'node:os';
import { useBackend } from '../../backend.js';
import { tf } from '../../tensorflow.js';
import {
  type CaseSizes,
  inputsOf,
  type OperationCase,
  operationCases,
} from './operation-cases.fixture.js';

const SIZES: CaseSizes = { B: 64, W: 100, C: 51 };
const BACKENDS = ['cpu', 'wasm', 'simd'] as const;
/** Milliseconds that are spent on a case on each backend, once it has run twice. */
const BUDGET = 60;
const MOST_RUNS = 200;

/** Prints the median time of each operation on each backend. */
export async function bench(
  print: (line: string) => void,
  { only = '', threads }: Readonly<Record<string, string>> = {},
): Promise<void> {
  const chosen = operationCases.filter(({ title }) => title.startsWith(only));
  const options = threads === undefined ? {} : { threads: Number(threads) };
  const times = new Map<string, number>();
  for (const backend of BACKENDS) {
    const { reason } = await useBackend(backend, backend === 'simd' ? options : {});
    print(`${backend}: ${reason}`);
    for (const each of chosen) times.set(`${backend} ${each.title}`, medianOf(each));
  }
  print(`${cpus().length} cores ${cpus()[0].model.trim()}, Node ${process.versions.node}, ms`);
  print('| operation | cpu | wasm | simd | against cpu | against wasm |');
  print('| --- | --: | --: | --: | --: | --: |');
  for (const { title } of chosen) {
    const [cpu, wasm, simd] = BACKENDS.map((name) => times.get(`${name} ${title}`) ?? NaN);
    const ratios = [cpu / simd, wasm / simd].map((ratio) => asText(ratio, ' ×'));
    print(`| ${[title, asText(cpu), asText(wasm), asText(simd), ...ratios].join(' | ')} |`);
  }
}

/** Milliseconds of a run; NaN where the backend has no kernel. */
function medianOf(operation: OperationCase): number {
  const inputs = inputsOf(operation, SIZES);
  try {
    const run = () => {
      const start = performance.now();
      tf.tidy(() => void operation.run(inputs, SIZES));
      return performance.now() - start;
    };
    run();
    const first = run();
    const runs = Math.max(3, Math.min(MOST_RUNS, Math.floor(BUDGET / first)));
    const sorted = Array.from({ length: runs }, run).sort((a, b) => a - b);
    return sorted[Math.floor(runs / 2)];
  } catch {
    return NaN;
  } finally {
    tf.dispose(inputs);
  }
}

function asText(value: number, unit = ''): string {
  return Number.isNaN(value) ? '–' : `${value.toPrecision(value < 100 ? 2 : 3)}${unit}`;
}
