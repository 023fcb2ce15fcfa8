/**
 * What logging costs: epochs of the default network with everything logged each epoch, beside epochs with nothing
 * logged, in turns; the median of the ratios. Times are those of the processor, over all threads, so that other work on
 * the machine counts less. The share that is spent within the hooks of the log is steadier than the ratio, and an upper
 * bound: threads that wait for work there count as well.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, createRandom } from '@anodec/core';
import type { Callback } from '@anodec/model';
import { createRun } from '@anodec/runs';
import { createDetector } from '../detectors/registry.js';
import { LoggingConfig } from '../settings/logging-config.js';
import { createTensorBoardLog } from './tensorboard.js';

const [C, T, HELD_OUT, EPOCHS] = [51, 30_000, 3000, 6];

/** @param options `pairs`: trainings of each kind, 7 by default */
export async function bench(
  print: (line: string) => void,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  const pairs = Number(options.pairs ?? 7);
  const [training, validation] = [noise(T), noise(HELD_OUT)];
  const folder = mkdtempSync(join(tmpdir(), 'anodec-logging-'));
  const ratios: number[] = [];
  const shares: number[] = [];
  const seconds: Record<'plain' | 'logged', number[]> = { plain: [], logged: [] };
  const train = async (logged: boolean): Promise<number> => {
    const run = await createRun(folder);
    const config = LoggingConfig.parse({ logReconstructionsEveryNEpochs: 1 });
    const log = logged
      ? createTensorBoardLog(run, config, { hparams: {}, charted: validation })
      : undefined;
    let within = 0;
    const add = (used: number): void => void (within += used);
    const callbacks: Callback[] = log ? [measured(log.callback, add)] : [];
    const detector = createDetector('autoencoder', { maxEpochs: EPOCHS }, { callbacks });
    const start = processorSeconds();
    await detector.fit([training], { validation: [validation] });
    log?.close('success');
    const all = processorSeconds() - start;
    if (logged) shares.push(within / all);
    return all;
  };
  try {
    await train(true); // the first one pays for compiling and loading
    shares.length = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const loggedFirst = pair % 2 === 0;
      const first = await train(loggedFirst);
      const second = await train(!loggedFirst);
      const [logged, plain] = loggedFirst ? [first, second] : [second, first];
      seconds.plain.push(plain);
      seconds.logged.push(logged);
      ratios.push(logged / plain);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  print(
    `${EPOCHS} epochs of the default network, 6000 windows of ${C} channels each, ${pairs} pairs`,
  );
  print(`nothing logged        ${median(seconds.plain).toFixed(2)} s`);
  print(`all logged each epoch ${median(seconds.logged).toFixed(2)} s`);
  print(`ratio                 ${median(ratios).toFixed(4)} (median of pairs)`);
  print(
    `within hooks          ${(100 * median(shares)).toFixed(2)} % of a training with everything logged`,
  );
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A callback whose hooks report the time of the processor that they take. */
function measured(callback: Callback, report: (seconds: number) => void): Callback {
  return new Proxy(callback, {
    get(target, name) {
      const hook: unknown = Reflect.get(target, name);
      if (typeof hook !== 'function') return hook;
      return async (...args: unknown[]): Promise<unknown> => {
        const start = processorSeconds();
        const answer: unknown = await Reflect.apply(hook, target, args);
        report(processorSeconds() - start);
        return answer;
      };
    },
  });
}

function noise(rows: number) {
  const random = createRandom(rows);
  const values = Float32Array.from({ length: rows * C }, () => random.uniform());
  return createFrame({ values, channels: Array.from({ length: C }, (_, c) => `S${c}`) });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
