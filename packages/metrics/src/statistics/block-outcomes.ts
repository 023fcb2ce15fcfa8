/**
 * What a detector did, attack by attack and block by block: what paired tests compare.
 *
 * A block is an attack with the normal rows around it, up to half way to the attacks beside it. Rows
 * within a block depend on each other, blocks hardly do. Blocks of one length would cut long attacks,
 * and most of them would hold no attack at all.
 */
import { frameLength, mergeSegments, overlaps, type Segment, UNKNOWN_LABEL } from '@anodec/core';
import { type EvaluatedRecording, prepareRecordings, type TestRecording } from '../recording.js';

/** What a detector did in one block. */
export interface BlockOutcome {
  /** Rows with a score and a known label. */
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Alarms that begin in the block and overlap no attack; no recovery time is excused. */
  readonly falseAlarms: number;
}

/** What a detector did with one attack. */
export interface AttackOutcome {
  readonly name: string;
  /** Name of its recording, where there are several. */
  readonly recording?: string;
  readonly detected: boolean;
  /** Share of its rows that lie in an alarm. */
  readonly covered: number;
}

/** What a detector did on its test recordings. */
export interface DetectorOutcome {
  /** The same blocks for every detector on the same recordings. */
  readonly blocks: readonly BlockOutcome[];
  /** Attacks with an effect, in order. */
  readonly attacks: readonly AttackOutcome[];
}

/**
 * Counts what a detector did.
 *
 * @throws DataError or ShapeError as `evaluateRecordings`
 */
export function detectorOutcome(tests: readonly TestRecording[]): DetectorOutcome {
  const settings = { onsetTolerance: '1min', assumedPeriod: '1min' }; // without effect on counts
  const recordings = prepareRecordings(tests, settings);
  return {
    blocks: recordings.flatMap((recording) =>
      blocksOf(
        frameLength(recording.frame),
        recording.attacks.map(({ rows }) => rows),
      ).map((block) => countBlock(recording, block)),
    ),
    attacks: recordings.flatMap(attackOutcomes),
  };
}

/**
 * Cuts a recording half way between attacks.
 *
 * @param T rows
 * @param attacks rows of the attacks, in any order; those that overlap stay together
 * @returns at least one block; together all rows
 */
export function blocksOf(T: number, attacks: readonly Segment[]): Segment[] {
  const merged = mergeSegments([...attacks].sort((a, b) => a.start - b.start));
  const cuts = merged.slice(1).map(({ start }, i) => Math.round((merged[i].end + start) / 2));
  return [0, ...cuts].map((start, i) => ({ start, end: cuts[i] ?? T }));
}

function countBlock(recording: EvaluatedRecording, block: Segment): BlockOutcome {
  const { score, labels, flags, alarms, attacks } = recording;
  let [both, flagged, attacked] = [0, 0, 0];
  for (let t = block.start; t < block.end; t++) {
    if (Number.isNaN(score[t]) || labels[t] === UNKNOWN_LABEL) continue;
    const isAttack = labels[t] !== 0;
    if (flags[t] !== 0) flagged++;
    if (isAttack) attacked++;
    if (isAttack && flags[t] !== 0) both++;
  }
  const isFalse = (rows: Segment): boolean =>
    rows.start >= block.start &&
    rows.start < block.end &&
    !attacks.some((attack) => overlaps(attack.rows, rows));
  return {
    truePositives: both,
    falsePositives: flagged - both,
    falseNegatives: attacked - both,
    falseAlarms: alarms.filter(({ rows }) => isFalse(rows)).length,
  };
}

function attackOutcomes({ attacks, alarmed, label }: EvaluatedRecording): AttackOutcome[] {
  return attacks
    .filter(({ attack }) => attack.leavesTrace)
    .map(({ attack, rows }) => {
      const own = alarmed.subarray(rows.start, rows.end);
      const covered = own.reduce((sum, flag) => sum + flag, 0) / own.length;
      return { name: attack.name, ...label, detected: covered > 0, covered };
    });
}
