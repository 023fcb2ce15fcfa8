/**
 * The models of a live scoring: the one in use, whose results count, and a new one that may run beside it on the same
 * rows. Any of them can take over between two rows; the numbers of rows and alarms go on.
 *
 * A model that takes over has scored the rows before as well, so that its windows, its smoothing and its threshold are
 * those of a recording that began long ago. A restart gives each the rows that it was given before.
 */
import { type Clock, DataError } from '@anodec/core';
import { type RowTime, rowsIn } from '@anodec/eval';
import type { Artifact, ArtifactDetector } from '@anodec/pipeline';
import type { LiveLine, LiveRow } from '@anodec/runs';
import { type FitWatch, startFitWatch } from '../fit-watch.js';
import { alarmStart, finite, type LineWriter, shiftedAlarm, startLines } from '../live-lines.js';
import { noRows, type ScoredRows } from '../live-scorer.js';
import type { KeptRows, LiveState, LiveStore } from '../live-store.js';
import type { TakenRows } from '../row-intake.js';
import type { WatchConfig } from '../settings.js';
import { type Comparing, startComparing } from './comparison.js';
import { type Member, modelHash, startMember } from './member.js';
import type { MemberState, ModelsState } from './models-state.js';

/** Rows that a model scores before its scores count, at least; also so many times what it looks back on. */
const WARM_ROWS = 1000;
const WARM_LOOKBACKS = 4;

/** What the models of a live scoring are made with. */
export interface LiveModelsParts {
  /** Of the run of the command. */
  readonly artifact: Artifact;
  /** Opens another run; absent where no model is ever trained. */
  readonly open?: ((run: string) => Promise<Artifact>) | undefined;
  readonly store: LiveStore;
  readonly clock: Clock;
  /** Usual step between rows, in the unit of the clock. */
  readonly period: number;
  readonly fitOver: WatchConfig['fitOver'];
}

/** A run, or null for that of the command, and the number of the training that made it. */
export interface ModelPlace {
  readonly run: string | null;
  readonly training: number;
}

/** A model that runs beside the one in use. */
interface Shadow {
  readonly member: Member;
  readonly comparing: Comparing;
}

/** The models; see the head of the file. */
export class LiveModels {
  readonly #parts: LiveModelsParts;
  #inUse: Member;
  #lines: LineWriter;
  #shadow: Shadow | undefined;
  #before: ModelsState['before'] = { scored: 0, alarms: 0 };
  #taken = 0;
  #scored = 0;
  #last: LiveRow | undefined;
  readonly #done: Member[] = [];

  private constructor(parts: LiveModelsParts, inUse: Member) {
    this.#parts = parts;
    this.#inUse = inUse;
    this.#lines = this.#linesOf(inUse);
  }

  /** Starts with the model of the command at the first row. */
  static async start(parts: LiveModelsParts): Promise<LiveModels> {
    return new LiveModels(parts, await startMember({ ...parts, state: firstModel(parts) }));
  }

  /**
   * Gives the rows of before a restart once more.
   *
   * @param count receives the lines that the model in use gave
   * @throws DataError when the run of the model in use is gone or another one
   */
  static async resume(
    parts: LiveModelsParts,
    state: LiveState,
    count: (lines: readonly LiveLine[]) => void,
  ): Promise<LiveModels> {
    const { scored, bytes, models: known } = state;
    const first = { ...firstModel(parts), bytes: bytes.detectorScores, rows: scored };
    const models = new LiveModels(parts, await openMember(parts, known?.inUse ?? first));
    try {
      if (known?.inUse) models.#before = known.before;
      if (known?.shadow) models.#shadow = models.#beside(await openMember(parts, known.shadow));
      await models.#replay(state.intake.counts.taken, count);
    } catch (error) {
      await models.close(); // nobody else knows of its files yet
      throw error;
    }
    return models;
  }

  /** The channels of the rows. */
  get channels(): readonly string[] {
    return this.#inUse.channels;
  }

  /** Usual step between scored rows, in the unit of the clock. */
  get period(): number {
    return this.#inUse.period;
  }

  /** Rows that were taken. */
  get taken(): number {
    return this.#taken;
  }

  /** The last scored row; undefined before the first. */
  get last(): LiveRow | undefined {
    return this.#last;
  }

  get inUse(): MemberState {
    return this.#inUse.state();
  }

  get shadow(): Shadow | undefined {
    return this.#shadow;
  }

  /** Whether an alarm of one of them is on. */
  get isInAlarm(): boolean {
    return [this.#inUse, this.#shadow?.member].some((member) => member?.alarm() !== undefined);
  }

  /** What a state says of them. */
  state(): Pick<ModelsState, 'inUse' | 'before' | 'shadow'> {
    const inUse = this.#inUse.state();
    return {
      inUse: inUse.use === 0 && inUse.run === null ? null : inUse,
      before: this.#before,
      shadow: this.#shadow?.member.state() ?? null,
    };
  }

  /** Bytes of the scores of the model of the command, as long as they are needed. */
  firstScores(): number {
    const { file, bytes } = this.#inUse.state();
    return file === FIRST_FILE ? bytes : 0;
  }

  /** Scores rows with all models. */
  async push(rows: TakenRows): Promise<LiveLine[]> {
    this.#taken += rows.timestamps.length;
    return this.#score(await this.#inUse.push(rows), await this.#shadow?.member.push(rows));
  }

  /** Ends the recording. */
  async finish(): Promise<LiveLine[]> {
    return this.#score(await this.#inUse.finish(), await this.#shadow?.member.finish());
  }

  /** Begins to run a model beside the one in use, behind the rows that warm it up, which must be stored. */
  async startShadow(place: ModelPlace, artifact: Artifact): Promise<void> {
    await this.dropShadow();
    this.#shadow = this.#beside(await this.#warm(place, artifact));
  }

  /** Ends it. */
  async dropShadow(): Promise<void> {
    if (this.#shadow) this.#done.push(this.#shadow.member);
    this.#shadow = undefined;
  }

  /** Whether the shadow has scored the same rows as the model in use, so that it can take over here. */
  canTakeOver(): boolean {
    return this.#shadow?.member.lastTime() === this.#inUse.lastTime();
  }

  /** Puts the shadow into use. @returns the end of an alarm of the one before, and the beginning of one of its own */
  async promoteShadow(): Promise<LiveLine[]> {
    const next = this.#shadow?.member;
    if (!next) throw new Error('There must be a shadow to be promoted.');
    const { clock } = this.#parts;
    const { closed } = await this.#inUse.finish();
    const ended = this.#lines.lines({ ...noRows(this.#inUse.rows()), closed });
    this.#done.push(this.#inUse);
    this.#before = { scored: this.#scored, alarms: this.#lines.alarms() };
    const alarm = next.alarm();
    if (alarm) this.#before = { ...this.#before, alarms: this.#before.alarms + 1 };
    this.#inUse = next;
    next.useFrom(this.#taken);
    this.#shadow = undefined;
    this.#lines = this.#linesOf(next);
    if (!alarm) return ended;
    const moved = shiftedAlarm(alarm, this.#scored - next.rows());
    return [...ended, alarmStart(this.#before.alarms, this.#scored - 1, moved, clock)];
  }

  /** Opens a run as the models of this scoring are opened. */
  open(run: string | null): Promise<Artifact> {
    return openArtifact(this.#parts, run);
  }

  /** Files of models that are no longer needed when the state is stored; they are closed. */
  async takeDone(): Promise<string[]> {
    const done = this.#done.splice(0);
    for (const member of done) await member.close();
    return done.map((member) => member.state().file);
  }

  async close(): Promise<void> {
    for (const member of [this.#inUse, this.#shadow?.member, ...this.#done]) await member?.close();
  }

  #score(scored: ScoredRows, beside: ScoredRows | undefined): LiveLine[] {
    const lines = this.#lines.lines(scored);
    this.#note(lines);
    if (!beside) return lines;
    this.#shadow?.comparing.push(scored, beside);
    return withShadow(lines, scored, beside);
  }

  #note(lines: readonly LiveLine[]): void {
    for (const line of lines) {
      if ('kind' in line) continue;
      this.#last = line;
      this.#scored++;
    }
  }

  async #replay(taken: number, count: (lines: readonly LiveLine[]) => void): Promise<void> {
    const { store } = this.#parts;
    const inUse = this.#inUse.state();
    const shadow = this.#shadow?.member.state();
    // models join and begin to count at rows that cut the others in two
    const cuts = [inUse.from, inUse.use, shadow?.from ?? taken, shadow?.use ?? taken, taken];
    const borders = [...new Set(cuts)].sort((a, b) => a - b);
    this.#scored = this.#before.scored;
    for (const [i, start] of borders.slice(0, -1).entries()) {
      // its alarms before were those of a shadow
      if (start === inUse.use) this.#lines = this.#linesOf(this.#inUse);
      for await (const rows of store.rows(this.channels.length, start, borders[i + 1])) {
        const scored =
          start >= inUse.from ? await this.#inUse.replay(rows) : noRows(this.#inUse.rows());
        if (start >= inUse.use) {
          const lines = this.#lines.lines(scored);
          this.#note(lines);
          count(lines);
        }
        await this.#replayShadow(rows, start, scored);
      }
    }
    if (inUse.use === taken) this.#lines = this.#linesOf(this.#inUse);
    this.#taken = taken;
  }

  async #replayShadow(rows: KeptRows, start: number, scored: ScoredRows): Promise<void> {
    if (!this.#shadow) return;
    const { member, comparing } = this.#shadow;
    const { from, use } = member.state();
    if (start < from) return;
    const beside = await member.replay(rows);
    if (start >= use) comparing.push(scored, beside);
  }

  /** A model that has scored the last rows and keeps them. */
  async #warm(place: ModelPlace, artifact: Artifact): Promise<Member> {
    const { period, store } = this.#parts;
    const { lookback } = artifact.detectors[0].detector;
    const each = Math.ceil(this.period / period);
    const warm = Math.max(WARM_ROWS, WARM_LOOKBACKS * (lookback + 1)) * each;
    const state: MemberState = {
      ...place,
      model: modelHash(artifact),
      file: `detector-scores-${this.#taken}-${place.training}.bin`,
      bytes: 0,
      rows: 0,
      from: Math.max(0, this.#taken - warm),
      use: this.#taken,
    };
    const member = await startMember({ ...this.#parts, artifact, state });
    try {
      for await (const rows of store.rows(this.channels.length, state.from, this.#taken)) {
        await member.push(rows);
      }
    } catch (error) {
      await member.close();
      throw error;
    }
    return member;
  }

  #beside(member: Member): Shadow {
    return {
      member,
      comparing: startComparing(calibrationOf(this.#inUse), calibrationOf(member)),
    };
  }

  /** The writer of the lines of a model that comes into use now. */
  #linesOf(member: Member): LineWriter {
    const { clock, fitOver } = this.#parts;
    const { channels, period, detector } = member;
    const fit = fitWatchOf(detector, fitOver, { clock, period });
    return startLines({
      channels,
      clock,
      fit,
      shift: this.#before.scored - member.rows(),
      alarms: this.#before.alarms,
      isOn: member.alarm() !== undefined,
    });
  }
}

/** The normal scores that a run keeps; runs of early versions keep none. */
function calibrationOf({ detector }: Member) {
  return detector.alarmPolicy.calibration ?? undefined;
}

const FIRST_FILE = 'detector-scores.bin';

function firstModel({ artifact }: LiveModelsParts): MemberState {
  const model = modelHash(artifact);
  const empty = { bytes: 0, rows: 0, from: 0, use: 0 };
  return { run: null, training: 0, model, file: FIRST_FILE, ...empty };
}

async function openMember(parts: LiveModelsParts, state: MemberState): Promise<Member> {
  const artifact = await openArtifact(parts, state.run);
  if (modelHash(artifact) === state.model) return startMember({ ...parts, artifact, state });
  throw new DataError(
    `${state.run ?? 'The run'} must hold the model that the live scoring uses, got another one. Restore it, or begin anew ` +
      'with `fresh`.',
  );
}

async function openArtifact({ artifact, open }: LiveModelsParts, run: string | null) {
  if (run === null) return artifact;
  if (open) return open(run);
  throw new DataError(
    `The live scoring uses ${run}, which was trained while rows came. Go on with anodec watch, or give \`open\`.`,
  );
}

/** Rows with what the shadow says of those with the same time. */
function withShadow(
  lines: readonly LiveLine[],
  scored: ScoredRows,
  beside: ScoredRows,
): LiveLine[] {
  const places = new Map(Array.from(beside.timestamps, (time, t) => [time, t]));
  let t = 0;
  return lines.map((line) => {
    if ('kind' in line) return line;
    const place = places.get(scored.timestamps[t++]);
    if (place === undefined) return line;
    const { score, limits, inAlarm } = beside;
    const shadow = {
      score: finite(score[place]),
      threshold: finite(limits[place]),
      alarm: inAlarm[place] !== 0,
    };
    return { ...line, shadow };
  });
}

/** Fewest rows that say whether a model fits. */
const LEAST_FIT_ROWS = 500;

/** Undefined where nobody is to look, or in runs of early versions, which kept no normal scores. */
function fitWatchOf(
  { alarmPolicy: { calibration, config } }: ArtifactDetector,
  over: WatchConfig['fitOver'],
  time: Omit<RowTime, 'assumedPeriod'>,
): FitWatch | undefined {
  if (over === 'none' || !calibration) return undefined;
  const { assumedPeriod } = config;
  const rows = Number(over);
  const span = Number.isNaN(rows) ? rowsIn(over, { ...time, assumedPeriod }) : rows;
  return startFitWatch(calibration, Math.max(LEAST_FIT_ROWS, span));
}
