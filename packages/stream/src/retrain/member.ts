/** A model of a live scoring: its scorer, the scores that are kept for a restart, and where it stands. */
import { createHash } from 'node:crypto';
import { type Clock, DataError } from '@anodec/core';
import type { Alarm } from '@anodec/eval';
import type { Artifact, ArtifactDetector } from '@anodec/pipeline';
import { type LiveScorer, type ScoredRows, startScoring } from '../live-scorer.js';
import type { LiveStore, ScoresLog } from '../live-store.js';
import type { TakenRows } from '../row-intake.js';
import type { MemberState } from './models-state.js';

/** A model that scores the rows of a live scoring from some row on. */
export interface Member {
  readonly detector: ArtifactDetector;
  readonly channels: readonly string[];
  /** Usual step between scored rows, in the unit of the clock. */
  readonly period: number;
  /** Scored rows so far. */
  rows(): number;
  /** Time of the last of them; NaN before the first. */
  lastTime(): number;
  /** The alarm that is on. */
  alarm(): Alarm | undefined;
  /** Scores rows, and keeps what the detector gave. */
  push(rows: TakenRows): Promise<ScoredRows>;
  /** As `push`, for rows from before a restart. */
  replay(rows: TakenRows): Promise<ScoredRows>;
  /** Ends the recording, and keeps what the detector gave. */
  finish(): Promise<ScoredRows>;
  /** Says that its results count from a row on, when it comes into use. */
  useFrom(row: number): void;
  state(): MemberState;
  close(): Promise<void>;
}

/** What a model is started with. */
export interface MemberParts {
  readonly artifact: Artifact;
  readonly store: LiveStore;
  readonly clock: Clock;
  /** Usual step between rows, in the unit of the clock. */
  readonly period: number;
  readonly state: MemberState;
}

/** Starts a model at its first row. @throws DataError when rows are coarser than those of its training */
export async function startMember(parts: MemberParts): Promise<Member> {
  const { artifact, store, clock, period, state } = parts;
  const detector = primaryOf(artifact);
  const { preprocessing } = artifact;
  const scorer: LiveScorer = startScoring({ preprocessing, detector }, { clock, period });
  const log: ScoresLog = await store.scores(state.file, state);
  let { use, rows: kept } = state;
  let [rows, last] = [0, NaN];
  let [isOn, latest]: [boolean, Alarm | undefined] = [false, undefined];
  const note = (scored: ScoredRows): ScoredRows => {
    const n = scored.timestamps.length;
    rows += n;
    latest = scored.opened.at(-1) ?? latest;
    if (n > 0) [isOn, last] = [scored.inAlarm[n - 1] !== 0, scored.timestamps[n - 1]];
    return scored;
  };
  const keep = async (scored: ScoredRows): Promise<ScoredRows> => {
    await log.append(scored.detected);
    kept += scored.timestamps.length;
    return note(scored);
  };
  return {
    detector,
    channels: scorer.channels,
    period: scorer.period,
    rows: () => rows,
    lastTime: () => last,
    alarm: () => (isOn ? latest : undefined),
    push: async ({ timestamps, values }) => keep(await scorer.push(timestamps, values)),
    replay: async ({ timestamps, values }) =>
      note(await scorer.replay(timestamps, values, (count) => log.next(count))),
    finish: async () => keep(await scorer.finish()),
    useFrom: (row) => {
      use = row;
    },
    state: () => ({ ...state, bytes: log.bytes, rows: kept, use }),
    close: () => log.close(),
  };
}

/** The detector whose scores count. @throws DataError when the run has none */
export function primaryOf({ detectors }: Artifact): ArtifactDetector {
  const [primary] = detectors;
  if (primary) return primary;
  throw new DataError('A run must be finished to score rows live, got one without a detector.');
}

/** Identifies what scores: preprocessing, detector with its weights, alarm policy. */
export function modelHash(artifact: Artifact): string {
  const { preprocessing } = artifact;
  const { detector, alarmPolicy } = primaryOf(artifact);
  const { config, arrays } = detector.state();
  const hash = createHash('sha256').update(JSON.stringify({ preprocessing, alarmPolicy, config }));
  for (const [name, { data }] of Object.entries(arrays)) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}
