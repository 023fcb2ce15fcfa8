/** The search itself: asks the sampler, hands trials to the engine, writes down what happens, until there are enough. */
import { DataError, type Listeners, StoppedError } from '@anodec/core';
import type { Engine, Job, Outcome } from '../engine/engine.js';
import { createPruner } from '../pruners/registry.js';
import type { Course, Pruner } from '../pruners/pruner.js';
import { createSampler } from '../samplers/registry.js';
import type { Observation, Sampler } from '../samplers/sampler.js';
import type { Point } from '../space/space.js';
import type { Trial } from '../store/events.js';
import { keyOf } from '../store/key.js';
import type { OpenStudy } from '../store/study-folder.js';

/** How long a search goes on. */
export interface StudyLimits {
  /** Number of trials of the whole study, those before a resume included. */
  readonly trials: number;
  /** Seconds of this call, after which no trial is begun. */
  readonly seconds?: number;
  /** How often a trial whose process died is begun again. */
  readonly retries: number;
}

/** Listeners of a search. */
export interface StudyListeners extends Listeners {
  /** Receives each trial that ended, and each attempt that is going to be repeated. */
  onTrial?(trial: Trial): void;
}

/** Why a search ended. */
export type StudyEnding = 'trials' | 'time' | 'space';

/** Draws of a point that is not known yet, before the space counts as searched. */
const MOST_DRAWS = 1000;

/**
 * Searches until a limit is reached. Trials that were begun and not ended before are run first; what has ended
 * is never run again.
 *
 * @returns why it ended: enough trials, the time, or every point of the space tried
 * @throws StoppedError when the signal was raised; trials that run are lost, what has ended is kept
 * @throws DataError when the first trials all fail for the same reason
 * @throws any error with which the task could not be opened
 */
export async function runStudy(
  study: OpenStudy,
  engine: Engine,
  limits: StudyLimits,
  listeners: StudyListeners = {},
): Promise<StudyEnding> {
  const search = new Search(study, engine, limits, listeners);
  const onAbort = (): void => void engine.close();
  listeners.signal?.addEventListener('abort', onAbort);
  try {
    listeners.progress?.begin('Searching', limits.trials, 'trials');
    const workers = Array.from({ length: engine.slots }, () => search.work());
    const ended = await Promise.allSettled(workers);
    const failed = ended.find((one) => one.status === 'rejected');
    if (listeners.signal?.aborted) throw new StoppedError('Stopped while searching.');
    if (failed) throw failed.reason;
    return search.ending;
  } finally {
    listeners.signal?.removeEventListener('abort', onAbort);
    listeners.progress?.end();
    await engine.close();
  }
}

/** Trials that fail alike, with none that succeeds, before a search gives up. */
const MOST_ALIKE = 6;

class Search {
  ending: StudyEnding = 'trials';
  readonly #study: OpenStudy;
  readonly #engine: Engine;
  readonly #limits: StudyLimits;
  readonly #listeners: StudyListeners;
  readonly #sampler: Sampler;
  readonly #pruner: Pruner;
  readonly #sign: number;
  readonly #keys: Set<string>;
  /** Trials to begin before new ones: those that a former process had begun, and those whose process died. */
  readonly #waiting: number[];
  readonly #began = performance.now();
  /** One worker at a time asks, so that no point is asked for twice. */
  #asking: Promise<unknown> = Promise.resolve();
  #broken = false;

  constructor(study: OpenStudy, engine: Engine, limits: StudyLimits, listeners: StudyListeners) {
    const { space, seed, sampler, pruner, direction } = study.description;
    this.#study = study;
    this.#engine = engine;
    this.#limits = limits;
    this.#listeners = listeners;
    this.#sampler = createSampler(sampler, { space, seed });
    this.#pruner = createPruner(pruner);
    this.#sign = direction === 'maximise' ? -1 : 1;
    this.#keys = new Set(study.trials.map(({ key }) => key));
    this.#waiting = study.trials
      .filter(({ state }) => state === 'running')
      .map(({ number }) => number);
  }

  /** Takes one trial after the other until there is none left to take. */
  async work(): Promise<void> {
    try {
      for (;;) {
        const next = this.#asking.then(() => this.#next());
        this.#asking = next.catch(() => undefined);
        const trial = await next;
        if (trial === undefined) return;
        await this.#run(trial);
      }
    } catch (error) {
      this.#broken = true; // the other workers end with their trial
      throw error;
    }
  }

  async #next(): Promise<number | undefined> {
    if (this.#broken || this.#listeners.signal?.aborted) return undefined;
    const { seconds = Infinity, trials } = this.#limits;
    if ((performance.now() - this.#began) / 1000 >= seconds) {
      this.ending = 'time';
      return undefined;
    }
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) return waiting;
    const number = this.#study.trials.length;
    if (number >= trials) return undefined;
    const point = this.#newPoint(number);
    if (point === undefined) {
      this.ending = 'space';
      return undefined;
    }
    const key = keyOf(point);
    this.#keys.add(key);
    await this.#study.record({ event: 'asked', trial: number, key, point });
    return number;
  }

  /** A point that was not asked for before. */
  #newPoint(number: number): Point | undefined {
    const history = this.#study.trials.map((trial) => this.#observe(trial));
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const point = this.#sampler.suggest(number, history, draw);
      if (point === undefined || !this.#keys.has(keyOf(point))) return point;
    }
    return undefined;
  }

  async #run(number: number): Promise<void> {
    const { trials } = this.#study;
    const { point, attempts } = trials[number];
    const job: Job = { trial: number, attempt: attempts + 1, point };
    const outcome = await this.#engine.run(job, {
      onStart: (worker) =>
        this.#study.record({
          event: 'started',
          trial: number,
          attempt: job.attempt,
          worker,
          time: new Date().toISOString(),
        }),
      onReport: async (step, value) => {
        await this.#study.record({ event: 'reported', trial: number, step, value });
        return this.#isBehind(number) ? 'prune' : 'go on';
      },
    });
    if (this.#listeners.signal?.aborted) throw new StoppedError('Stopped while searching.');
    await this.#tell(number, outcome);
    this.#checkFailures();
    const ended = trials[number];
    if (ended.state === 'running') this.#waiting.unshift(number);
    const done = trials.filter(({ state }) => state !== 'running').length;
    this.#listeners.progress?.update(done);
    this.#listeners.onTrial?.(ended);
  }

  async #tell(number: number, outcome: Outcome): Promise<void> {
    const trial = number;
    const { seconds } = outcome;
    const { deaths, reports } = this.#study.trials[number];
    switch (outcome.state) {
      case 'finished': {
        const { value, details } = outcome;
        const found = { value, seconds, ...(details && { details }) };
        return this.#study.record({ event: 'finished', trial, ...found });
      }
      case 'pruned': {
        const { step, value } = reports[reports.length - 1];
        return this.#study.record({ event: 'pruned', trial, step, value, seconds });
      }
      case 'failed': {
        const died = outcome.died && deaths < this.#limits.retries;
        const { message } = outcome;
        return this.#study.record({ event: 'failed', trial, message, died, seconds });
      }
    }
  }

  /** @throws DataError where all trials fail for one reason, which another point would not change */
  #checkFailures(): void {
    const { trials } = this.#study;
    const ended = trials.filter(({ state }) => state !== 'running');
    const reasons = new Set(ended.map(({ state, message }) => (state === 'failed' ? message : '')));
    if (ended.length < MOST_ALIKE || reasons.size > 1 || reasons.has('')) return;
    throw new DataError(`All of the first ${ended.length} trials failed alike: ${[...reasons][0]}`);
  }

  #isBehind(number: number): boolean {
    if (this.#study.description.pruner.kind === 'none') return false; // spares it all courses
    const courses = this.#study.trials.map(
      (trial): Course => ({
        trial: trial.number,
        reports: trial.reports.map(({ step, value }) => ({ step, loss: this.#sign * value })),
      }),
    );
    return this.#pruner.prunes(
      courses[number],
      courses.filter(({ trial }) => trial !== number),
    );
  }

  #observe({ point, value, state, reports }: Trial): Observation {
    const loss = value === undefined ? NaN : this.#sign * value;
    return { point, state, loss, step: reports.at(-1)?.step ?? 0 };
  }
}
