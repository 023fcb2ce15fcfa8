/**
 * What logging costs: epochs of the default network with everything logged each epoch, beside epochs with nothing
 * logged, in turns. Two answers. The ratio of both trainings in time of the processor, over all threads, which other work on
 * the machine disturbs less than the clock; the median of the pairs. And the time within the hooks of the log in the quietest
 * epoch by the clock, beside the quietest epoch without a log: what logging adds on a machine that does nothing else,
 * steadier than the ratio, which differs by several percent from pair to pair.
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

/** Milliseconds by the clock of each epoch: whole ones without a log, and those within the hooks of a log. */
interface EpochTimes {
  readonly plain: number[];
  readonly hooks: number[];
}

/** @param options `pairs`: trainings of each kind, 7 by default; `windows` of an epoch, 6000, `npm start` has 10426 */
export async function bench(
  print: (line: string) => void,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  const pairs = Number(options.pairs ?? 7);
  const windows = Number(options.windows ?? 6000);
  const [training, validation] = [noise(T), noise(HELD_OUT)];
  const folder = mkdtempSync(join(tmpdir(), 'anodec-logging-'));
  const ratios: number[] = [];
  const seconds: Record<'plain' | 'logged', number[]> = { plain: [], logged: [] };
  const times: EpochTimes = { plain: [], hooks: [] };
  const train = async (logged: boolean): Promise<number> => {
    const run = await createRun(folder);
    const config = LoggingConfig.parse({ logReconstructionsEveryNEpochs: 1 });
    const log = logged
      ? createTensorBoardLog(run, config, { hparams: {}, charted: validation })
      : undefined;
    const settings = { maxEpochs: EPOCHS, sampleSize: windows };
    const callbacks = [log ? timedHooks(log.callback, times) : timedEpochs(times)];
    const detector = createDetector('autoencoder', settings, { callbacks });
    const start = processorSeconds();
    await detector.fit([training], { validation: [validation] });
    log?.close('success');
    return processorSeconds() - start;
  };
  try {
    for (const logged of [true, false]) await train(logged); // the first ones pay for compiling and loading
    for (const all of Object.values(times)) all.length = 0;
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
  const [plain, hooks] = [Math.min(...times.plain), Math.min(...times.hooks)];
  print(
    `${EPOCHS} epochs of the default network, ${windows} windows of ${C} channels each, ${pairs} pairs`,
  );
  print(`nothing logged        ${median(seconds.plain).toFixed(2)} s of the processor`);
  print(`all logged each epoch ${median(seconds.logged).toFixed(2)} s of the processor`);
  print(`ratio                 ${median(ratios).toFixed(4)} (median of pairs)`);
  print(
    `quietest epoch        ${plain.toFixed(1)} ms, within the hooks of the log ${hooks.toFixed(2)} ms: ` +
      `${((100 * hooks) / plain).toFixed(2)} %`,
  );
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A callback that times whole epochs, the first one left out: it begins with what a fit prepares. */
function timedEpochs({ plain }: EpochTimes): Callback {
  let last: number | undefined;
  return {
    onEpochEnd() {
      const now = performance.now();
      if (last !== undefined) plain.push(now - last);
      last = now;
    },
  };
}

/** A callback whose hooks are timed, together for each epoch. */
function timedHooks(callback: Callback, { hooks }: EpochTimes): Callback {
  let within = 0;
  return new Proxy(callback, {
    get(target, name) {
      const hook: unknown = Reflect.get(target, name);
      if (typeof hook !== 'function') return hook;
      return async (...args: unknown[]): Promise<unknown> => {
        const start = performance.now();
        const answer: unknown = await Reflect.apply(hook, target, args);
        within += performance.now() - start;
        if (name === 'onEpochEnd') {
          hooks.push(within);
          within = 0;
        }
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
