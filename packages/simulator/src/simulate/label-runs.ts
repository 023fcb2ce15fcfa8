/**
 * Rows that the recording labels as attack. They differ from the actual attacks as in the originals,
 * which were labelled by hand from a list of times.
 */
import type { ScheduledAttack } from '../plant/index.js';
import type { DirtConfig } from './config.js';

/** Seconds of a recording under one label, the last one included. */
export interface LabelRun {
  readonly start: number;
  readonly end: number;
  readonly text: 'Attack' | 'A ttack';
}

/** An attack as the list gives it: seconds of the recording, the last one included. */
export interface ListedAttack extends ScheduledAttack {
  readonly listedStart: number;
  /** Absent where nothing was done. */
  readonly listedEnd?: number;
}

/** Rows with a typo, of how many labelled rows, in the original. */
const TYPOS = 37;
const LABELLED = 54_621;
/** The original label of attack 41 outlasts its end by this. */
const OVERTIME = 15;
/** Half a day, and the position of the mislabelled run between attacks 11 and 13 of the original. */
const HALF_DAY = 43_200;
const SLIP_PLACE = 0.774;
const MARGIN = 600;

/** The times that the list gives for the attacks of a recording. */
export function listAttacks(
  scheduled: readonly ScheduledAttack[],
  { labelShift }: DirtConfig,
): ListedAttack[] {
  return scheduled.map((entry) => {
    const listedStart = entry.start + (labelShift ? entry.attack.labelDelay : 0);
    const listedEnd = listedStart + entry.length - 1;
    return { ...entry, listedStart, ...(entry.length > 0 ? { listedEnd } : {}) };
  });
}

/**
 * The labelled stretches of a recording, in order, none overlapping another.
 *
 * @param listed all attacks, in the order of the list
 */
export function labelRuns(listed: readonly ListedAttack[], dirt: DirtConfig): LabelRun[] {
  const runs: LabelRun[] = [];
  for (const { attack, listedStart, listedEnd } of listed) {
    if (listedEnd === undefined) continue;
    const overtime = dirt.labelShift && attack.number === 41 ? OVERTIME : 0;
    runs.push({ start: listedStart, end: listedEnd + overtime, text: 'Attack' });
  }
  if (dirt.labelSlip) runs.push(slip(listed));
  const merged = mergeRuns(runs.sort((a, b) => a.start - b.start));
  return dirt.labelTypos ? addTypos(merged, find(listed, 17).listedStart) : merged;
}

/** The label that marks 06:30 where 18:30 was meant. */
function slip(listed: readonly ListedAttack[]): LabelRun {
  const from = (find(listed, 11).listedEnd ?? 0) + 1;
  const until = find(listed, 13).listedStart;
  const { listedStart, length } = find(listed, 21);
  const start = listedStart - HALF_DAY;
  if (start >= from + MARGIN && start + length <= until - MARGIN) {
    return { start, end: start + length - 1, text: 'Attack' };
  }
  const moved = Math.round(from + SLIP_PLACE * (until - from - length));
  const kept = Math.min(length, Math.floor((until - from) / 3));
  return { start: moved, end: moved + kept - 1, text: 'Attack' };
}

/** Runs that touch are one, as labels have no names. */
function mergeRuns(sorted: readonly LabelRun[]): LabelRun[] {
  const merged: LabelRun[] = [];
  for (const run of sorted) {
    const last = merged.at(-1);
    if (last && run.start <= last.end + 1) {
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, run.end) };
    } else merged.push(run);
  }
  return merged;
}

/** Misspells the last rows of one run, in the proportion of the original. */
function addTypos(runs: readonly LabelRun[], where: number): LabelRun[] {
  const labelled = runs.reduce((rows, run) => rows + run.end - run.start + 1, 0);
  const count = Math.max(1, Math.round((TYPOS * labelled) / LABELLED));
  return runs.flatMap((run) => {
    if (where < run.start || where > run.end) return [run];
    const border = Math.max(run.start, run.end - count + 1);
    const typos: LabelRun = { start: border, end: run.end, text: 'A ttack' };
    return border > run.start ? [{ ...run, end: border - 1 }, typos] : [typos];
  });
}

/** Seconds of the recording without rows, `end` not included; none where they coincide. */
export function missingSeconds(
  listed: readonly ListedAttack[],
  dirt: DirtConfig,
): { start: number; end: number } {
  if (!dirt.missingSeconds) return { start: 0, end: 0 };
  const from = (find(listed, 30).listedEnd ?? 0) + 1;
  const pause = find(listed, 31).listedStart - from;
  const start = from + Math.floor(pause / 2);
  return { start, end: start + Math.min(81, Math.floor(pause / 4)) };
}

function find(listed: readonly ListedAttack[], number: number): ListedAttack {
  const entry = listed.find(({ attack }) => attack.number === number);
  if (!entry) throw new Error(`The list of attacks has no entry ${number}.`);
  return entry;
}
