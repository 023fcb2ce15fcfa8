/** A training in a process of its own, which scoring does not wait for. */
import { StoppedError } from '@anodec/core';
import { createLocalProcesses, type Engine, type Outcome } from '@anodec/tune';
import { Retrained, type RetrainTaskSettings } from './retrain-task.js';

/** The module that the process loads, compiled; relative to `src` and to `dist` alike. */
const MODULE = new URL('../../dist/retrain/retrain-task.js', import.meta.url).href;

/** How a training ended. */
export type TrainingEnd = Retrained | { readonly state: 'failed'; readonly message: string };

/** A training that is under way. */
export interface TrainingProcess {
  /** How it ended; undefined while it runs. */
  end(): TrainingEnd | undefined;
  /** Resolves when it has ended or the signal is raised. */
  wait(signal?: AbortSignal): Promise<void>;
  /** Ends it at once; the same settings go on from what it wrote. */
  close(): Promise<void>;
}

/** Starts a process; it ends with this one, whatever ends this one. */
export function startTraining(settings: RetrainTaskSettings): TrainingProcess {
  const engine = createLocalProcesses({
    module: MODULE,
    settings,
    workers: 1,
    environment: { ANODEC_THREADS: '1' },
  });
  let ended: TrainingEnd | undefined;
  const run = async (): Promise<void> => {
    ended = await runOnce(engine, settings.number);
    await engine.close();
  };
  const running = run();
  return {
    end: () => ended,
    wait: (signal) => Promise.race([running, raised(signal)]),
    async close() {
      await engine.close();
      await running;
    },
  };
}

async function runOnce(engine: Engine, trial: number): Promise<TrainingEnd | undefined> {
  const job = { trial, attempt: 1, point: {} };
  const listeners = { onStart: async () => {}, onReport: async () => 'go on' as const };
  try {
    return endOf(await engine.run(job, listeners));
  } catch (error) {
    if (error instanceof StoppedError) return undefined;
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function endOf(outcome: Outcome): TrainingEnd {
  if (outcome.state === 'finished') return Retrained.parse(outcome.details);
  const message = outcome.state === 'failed' ? outcome.message : 'It was pruned.';
  return { state: 'failed', message };
}

function raised(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
