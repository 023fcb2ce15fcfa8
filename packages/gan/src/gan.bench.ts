/**
 * Iterations of AC-GAN beside PyTorch with the same layers, in turns.
 *
 *     npm run bench -- gan --python PATH [--threads 1] [--rounds 9] [--iterations 4] [--backend native] [--profile]
 *
 * Also prints the time of the processor: with one thread it is the fairer clock on a busy machine.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { startCompute, TrainConfig } from '@anodec/model';
import { GanConfig, settleConfig } from './config.js';
import { buildGan, drawGan } from './gan-networks.js';
import { sizesOf } from './gan.js';
import { createBatches } from './training/batches.js';
import { createGanModel } from './training/gan-model.js';

type Print = (line: string) => void;

/** Seconds by the clock and of the processor. */
interface Spent {
  readonly clock: number;
  readonly processor: number;
}

/** Makes iterations. */
interface Contender {
  run(iterations: number): Promise<Spent>;
  close(): void;
}

const [DAYS, WIDTH, CLASSES] = [600, 120, 3];

/** Prints medians of an iteration and the ratio. */
export async function bench(
  print: Print,
  given: Readonly<Record<string, string>> = {},
): Promise<void> {
  const {
    python,
    threads = '2',
    rounds = '7',
    iterations = '3',
    backend = 'auto',
    variant,
  } = given;
  const settings = { backend, variant, threads: Number(threads), seed: 1 };
  const config = GanConfig.parse(settings);
  const chosen = await startCompute(config);
  print(`${chosen.name}, ${chosen.threads} threads: ${chosen.reason}`);
  const own = await startOwn(config);
  if (given['profile'] !== undefined) await profile(print, own);
  const torch = python === undefined ? undefined : startTorch(python, threads);
  const each = Number(iterations);
  const spent: Spent[][] = [];
  await own.run(2);
  await torch?.run(2);
  for (let round = 0; round < Number(rounds); round++) {
    spent.push([await own.run(each), ...(torch ? [await torch.run(each)] : [])]);
  }
  for (const clock of ['clock', 'processor'] as const) {
    const times = [0, 1].map((who) =>
      spent.map((round) => (1000 * (round[who]?.[clock] ?? NaN)) / each),
    );
    const ratios = spent.map(([ours, theirs]) => (theirs?.[clock] ?? NaN) / ours[clock]);
    print(
      `${clock}: anodec ${median(times[0]).toFixed(1)} ms an iteration, PyTorch ${median(times[1]).toFixed(1)} ms; ` +
        `speed against PyTorch ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ` +
        `${Math.max(...ratios).toFixed(2)})`,
    );
  }
  own.close();
  torch?.close();
}

async function startOwn(config: GanConfig): Promise<Contender> {
  const settled = settleConfig(config);
  const built = buildGan(config.variant, sizesOf(config, WIDTH, CLASSES));
  const model = createGanModel(built, drawGan(built, 1), {
    optimizer: TrainConfig.parse({ epsilon: 1e-7, learningRate: 2e-4 }),
    classWeight: 0.5,
    penaltyWeight: 10,
    config: {},
  });
  const random = createRandom(2);
  const values = Float32Array.from({ length: DAYS * WIDTH }, () => random.uniform());
  const labels = Int32Array.from({ length: DAYS }, () => random.integer(CLASSES));
  const batches = createBatches({ values, width: WIDTH, labels, classes: CLASSES }, settled);
  const rates = { generator: 2e-4, discriminator: 2e-4 };
  let step = 0;
  return {
    async run(iterations) {
      const [clock, processor] = [performance.now(), process.cpuUsage()];
      for (const batch of batches.train(0, step % 50)) {
        await model.step(batch, { learningRates: rates, step: step++ });
        if (--iterations === 0) break;
      }
      const { user, system } = process.cpuUsage(processor);
      return { clock: (performance.now() - clock) / 1000, processor: (user + system) / 1e6 };
    },
    close: () => model.dispose(),
  };
}

function startTorch(python: string, threads: string): Contender {
  const script = fileURLToPath(new URL('testing/torch_acgan.py', import.meta.url));
  const peer = spawn(python, [script, threads], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    async run(iterations) {
      peer.stdin.write(`${iterations}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('PyTorch ended before it answered.');
      return JSON.parse(value) as Spent;
    },
    close: () => peer.stdin.end(),
  };
}

/** The operations of TensorFlow.js of two iterations by their time. */
async function profile(print: Print, own: Contender): Promise<void> {
  await own.run(1);
  const spent = new Map<string, { count: number; milliseconds: number }>();
  const backendName = tf.getBackend();
  for (const config of tf.getKernelsForBackend(backendName)) {
    const { kernelName, kernelFunc } = config;
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      ...config,
      kernelFunc(call) {
        const start = performance.now();
        const result = kernelFunc(call);
        const { count, milliseconds } = spent.get(kernelName) ?? { count: 0, milliseconds: 0 };
        const taken = performance.now() - start;
        spent.set(kernelName, { count: count + 1, milliseconds: milliseconds + taken });
        return result;
      },
    });
  }
  const { clock } = await own.run(2);
  print(`One iteration: ${(500 * clock).toFixed(1)} ms; operations of TensorFlow.js in it:`);
  const sorted = [...spent].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  for (const [name, { count, milliseconds }] of sorted) {
    print(
      `${(milliseconds / 2).toFixed(2).padStart(9)} ms ${String(count / 2).padStart(6)} ${name}`,
    );
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
