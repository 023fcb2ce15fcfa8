/**
 * When a new model is trained while rows come, and what becomes of it: it is trained on rows believed normal in a process
 * of its own, must still see injected anomalies, runs beside the model in use, and takes over by a rule without labels or
 * by an operator. Each step is a line of the results, with the numbers that decided it.
 *
 * Decisions fall between what the source delivers at a time, before its rows are scored, and are stored with them: a
 * process that is killed decides again, on the same rows.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, ConfigError, countOf, formatCount } from '@anodec/core';
import type { ComputeChoice } from '@anodec/pipeline';
import type { LiveLine, LiveModelEvent } from '@anodec/runs';
import { judge, LEAST_ROWS } from './comparison.js';
import type { LiveModels, ModelPlace } from './live-models.js';
import type { ModelsState, TrainingState } from './models-state.js';
import { caughtSentence, endEvent, type Event, numbersOf } from './model-events.js';
import { type ModelRequest, readRequest, removeRequest } from './request.js';
import {
  removeTraining,
  retrainPaths,
  type Retrained,
  type RetrainTaskSettings,
} from './retrain-task.js';
import { type RetrainConfig, spanInRows } from './settings.js';
import { startTraining, type TrainingProcess } from './training-process.js';

/** What retraining is made with. */
export interface RetrainingParts {
  readonly settings: RetrainConfig;
  /** Path of the run of the command. */
  readonly run: string;
  /** What computes, where that was chosen. */
  readonly compute?: ComputeChoice;
  readonly folder: string;
  readonly models: LiveModels;
  readonly clock: Clock;
  /** Usual step between rows, in the unit of the clock. */
  readonly period: number;
  /** Whether rows wait for a training, so that a recording that is at hand gives the same each time. */
  readonly waits: boolean;
}

/** Nothing was trained yet. */
const NOTHING: Omit<ModelsState, 'inUse' | 'before' | 'shadow'> = {
  trainings: 0,
  due: null,
  lost: null,
  training: null,
  ready: false,
  former: [],
  request: '',
};

/** Trains, compares and decides; see the head of the file. */
export class Retraining {
  readonly #parts: RetrainingParts;
  readonly #state: { -readonly [Name in keyof typeof NOTHING]: (typeof NOTHING)[Name] };
  #process: TrainingProcess | undefined;
  #now: number;
  /** Trainings whose runs and rows are to go when the state is stored. */
  #refused: { readonly training: number; readonly run: string | null }[] = [];

  /** @param state before a restart @param now time of the last row; NaN before the first */
  constructor(parts: RetrainingParts, state: ModelsState | undefined, now: number) {
    this.#parts = parts;
    const {
      inUse: _,
      before: __,
      shadow: ___,
      ...known
    } = state ?? { ...NOTHING, ...parts.models.state() };
    this.#state = { ...known, former: [...known.former] };
    this.#now = now;
  }

  state(): ModelsState {
    return { ...this.#state, ...this.#parts.models.state() };
  }

  /** Decides on what is stored. */
  async decide(): Promise<LiveLine[]> {
    return [
      ...(await this.#obey()),
      ...(await this.#takeTraining()),
      ...(await this.#judge()),
      ...this.#begin(),
    ];
  }

  /** Takes what the model in use said of the next rows. @param times of these rows, (n) */
  see(lines: readonly LiveLine[], times: Float64Array): void {
    const every = this.#every();
    if (every !== undefined && times.length > 0) this.#state.due ??= times[0] + every;
    this.#now = times.at(-1) ?? this.#now;
    for (const line of lines) {
      if (!('kind' in line) || line.kind !== 'fit') continue;
      this.#state.lost = line.state === 'lost' ? this.#parts.models.taken : null;
    }
  }

  /** Goes on when the state is stored: starts or ends a training, removes what is no longer needed. */
  async stored(signal: AbortSignal | undefined): Promise<void> {
    const { folder, models, waits } = this.#parts;
    for (const file of await models.takeDone()) await rm(join(folder, file), { force: true });
    for (const { training: number, run } of this.#refused.splice(0)) {
      await removeTraining(retrainPaths(folder, number, this.#parts.run), run);
    }
    const request = await readRequest(folder);
    if (request?.id === this.#state.request) await removeRequest(folder);
    const { training } = this.#state;
    if (!training) return this.close();
    this.#process ??= startTraining(this.#settingsOf(training));
    if (waits) await this.#process.wait(signal);
  }

  /** Ends a training that is under way; it goes on after a restart. */
  async close(): Promise<void> {
    await this.#process?.close();
    this.#process = undefined;
  }

  async #obey(): Promise<LiveLine[]> {
    const request = await readRequest(this.#parts.folder);
    if (!request || request.id === this.#state.request) return [];
    this.#state.request = request.id;
    return request.action === 'rollback' ? this.#rollBack() : this.#settle(request);
  }

  async #settle({ action }: ModelRequest): Promise<LiveLine[]> {
    const { shadow } = this.#parts.models;
    if (!shadow) {
      const reason = `An operator asked to ${action} a new model, but none runs beside the one in use.`;
      return [this.#event({ state: 'failed', reason })];
    }
    const numbers = numbersOf(shadow.comparing.numbers());
    if (action === 'reject') return this.#reject('An operator rejected it.', numbers);
    return this.#promote('An operator promoted it.', numbers);
  }

  async #rollBack(): Promise<LiveLine[]> {
    const { models } = this.#parts;
    const former = this.#state.former.pop();
    if (!former) {
      const reason = 'An operator asked for the model before, but the one in use is the first.';
      return [this.#event({ state: 'failed', reason })];
    }
    const ended = models.shadow ? await this.#reject('The model in use was rolled back.', {}) : [];
    const left = models.inUse;
    await models.startShadow(former, await models.open(former.run));
    const lines = await models.promoteShadow();
    this.#drop();
    const reason = `An operator put it into use again, in place of training ${left.training}.`;
    return [
      ...ended,
      this.#event({ ...this.#about(former), state: 'rolled back', reason }),
      ...lines,
    ];
  }

  #begin(): LiveLine[] {
    const { models, settings } = this.#parts;
    if (this.#state.training || models.shadow) return [];
    const reason = this.#reason();
    if (reason === undefined) return [];
    const number = this.#state.trainings + 1;
    const over = this.#rows(settings.retrainOver);
    const since = reason === 'drift' ? (this.#state.lost ?? 0) : 0;
    const [from, to] = [Math.max(since, models.taken - over), models.taken];
    const row = models.last?.row ?? -1;
    const training: TrainingState = { number, reason, run: models.inUse.run, from, to, row };
    this.#state.training = training;
    this.#state.trainings = number;
    this.#postpone();
    const why =
      reason === 'drift'
        ? `The model in use no longer fits, and ${countOf(to - from, 'row')} have come since.`
        : `It is time for a new one: every ${settings.retrain}.`;
    return [
      this.#event({
        state: 'training',
        training: number,
        reason: why,
        numbers: { rows: to - from },
      }),
    ];
  }

  #reason(): TrainingState['reason'] | undefined {
    const { models, settings } = this.#parts;
    const { due, lost } = this.#state;
    if (settings.retrain === 'drift') {
      // an attack of the last minutes is not yet known, and a fifth is held back to be checked on
      const wanted = Math.ceil(settings.retrainRows * 1.25) + this.#rows(settings.retrainGuard);
      return lost !== null && models.taken - lost >= wanted ? 'drift' : undefined;
    }
    return due !== null && this.#every() !== undefined && this.#now >= due ? 'schedule' : undefined;
  }

  /** The next one is as far away as at the beginning. */
  #postpone(): void {
    const every = this.#every();
    if (every !== undefined) this.#state.due = this.#now + every;
  }

  async #takeTraining(): Promise<LiveLine[]> {
    const { training } = this.#state;
    const end = this.#process?.end();
    if (!training || !end) return [];
    this.#process = undefined;
    this.#state.training = null;
    const { number } = training;
    if (end.state === 'trained') return this.#accept(training, end);
    this.#waitAnew();
    this.#refused.push({ training: number, run: null });
    return [this.#event({ training: number, ...endEvent(end, this.#parts.settings.retrainRows) })];
  }

  async #accept(
    { number }: TrainingState,
    end: Extract<Retrained, { state: 'trained' }>,
  ): Promise<LiveLine[]> {
    const { run, state: _, ...numbers } = end;
    const { models } = this.#parts;
    const { missed, normal } = numbers;
    const caught = caughtSentence(numbers);
    const event = { training: number, run, numbers };
    if (missed > 0) {
      this.#waitAnew();
      this.#refused.push({ training: number, run });
      const reason = `${caught}; ${missed} of these it misses.`;
      return [this.#event({ ...event, state: 'rejected', reason })];
    }
    await models.startShadow({ run, training: number }, await models.open(run));
    this.#state.ready = false;
    const reason = `Trained on ${formatCount(normal)} rows believed normal. ${caught}.`;
    return [this.#event({ ...event, state: 'shadow', reason })];
  }

  async #judge(): Promise<LiveLine[]> {
    const { models, settings } = this.#parts;
    const { shadow } = models;
    if (!shadow || this.#state.ready) return [];
    const beside = models.taken - shadow.member.state().use;
    if (beside < this.#rows(settings.shadowFor)) return [];
    const compared = shadow.comparing.numbers();
    // an alarm that is on belongs to the model that raised it
    if (compared.rows < LEAST_ROWS || models.isInAlarm || !models.canTakeOver()) return [];
    const { promoted, reason } = judge(compared);
    const numbers = numbersOf(compared);
    if (settings.promote === 'operator') {
      this.#state.ready = true;
      const advice = promoted ? 'The rule would promote it.' : 'The rule would reject it.';
      const state = shadow.member.state();
      return [
        this.#event({
          ...this.#about(state),
          state: 'ready',
          reason: `${advice} ${reason}`,
          numbers,
        }),
      ];
    }
    return promoted ? this.#promote(reason, numbers) : this.#reject(reason, numbers);
  }

  async #promote(reason: string, numbers: LiveModelEvent['numbers']): Promise<LiveLine[]> {
    const { models } = this.#parts;
    const { run, training } = models.inUse;
    const lines = await models.promoteShadow();
    this.#state.former.push({ run, training });
    this.#drop();
    const event = { ...this.#about(models.inUse), state: 'promoted' as const, reason, numbers };
    return [this.#event(event), ...lines];
  }

  /** After a model came into use nothing that was known of the fit of the one before counts. */
  #drop(): void {
    this.#state.lost = null;
    this.#state.ready = false;
    this.#state.training = null;
    this.#postpone();
  }

  async #reject(reason: string, numbers: LiveModelEvent['numbers']): Promise<LiveLine[]> {
    const { models } = this.#parts;
    const state = models.shadow?.member.state();
    if (!state) return [];
    await models.dropShadow();
    this.#state.ready = false;
    this.#waitAnew();
    this.#refused.push(state);
    return [this.#event({ ...this.#about(state), state: 'rejected', reason, numbers })];
  }

  /** A drift that was not learned is tried again on as many rows as before, not at once on nearly the same ones. */
  #waitAnew(): void {
    if (this.#state.lost !== null) this.#state.lost = this.#parts.models.taken;
  }

  #settingsOf({ number, reason, run, from, to, row }: TrainingState): RetrainTaskSettings {
    const { folder, settings, clock, period, run: first, compute } = this.#parts;
    return {
      ...(compute && { compute }),
      folder,
      run: run ?? first,
      number,
      clock,
      from,
      to,
      row,
      guard: this.#rows(settings.retrainGuard) * period,
      withMisfit: reason === 'drift',
      leastRows: settings.retrainRows,
    };
  }

  #about({ run, training }: ModelPlace): Pick<LiveModelEvent, 'run' | 'training'> {
    return { run: run ?? this.#parts.run, training };
  }

  #event({ training = 0, numbers = {}, ...event }: Event): LiveModelEvent {
    const { row = -1, time = 0 } = this.#parts.models.last ?? {};
    return { kind: 'model', row, time, training, ...event, numbers };
  }

  /** Time between trainings; undefined where there is no schedule. */
  #every(): number | undefined {
    const { settings, period } = this.#parts;
    if (settings.retrain === 'none' || settings.retrain === 'drift') return undefined;
    return this.#rows(settings.retrain) * period;
  }

  #rows(span: string): number {
    const { clock, period } = this.#parts;
    if (clock === 'rows' && Number.isNaN(Number(span))) {
      throw new ConfigError(
        `Rows without times must be counted, got the duration ${span}. Give retraining in rows, or name the time between rows with \`period\`.`,
      );
    }
    return spanInRows(span, { clock, period, assumedPeriod: '1s' });
  }
}
