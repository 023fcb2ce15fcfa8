/** The attack list compared with the labels of a recording, for the terminal. */
import { formatCount, countOf, formatDuration, formatTime } from '@anodec/core';
import {
  type AnalysedAttack,
  type AttackAnalysis,
  attackDurations,
  type AttackLabelRun,
} from '@anodec/explore';
import type { StoredAttacks } from '@anodec/tables';
import { textTable } from './text-table.js';

/** Labels this far off, in milliseconds, are reported. */
const LATE = 2000;

/** Counts and durations of the attack list. */
export function attackLines({ attacks, withoutImpact }: StoredAttacks): string[] {
  if (attacks.length === 0) return [];
  const { shortest, median, ninetyPercent, longest, total } = attackDurations(attacks);
  const traceless = attacks.filter(({ leavesTrace }) => !leavesTrace).map(({ name }) => name);
  return [
    `${countOf(attacks.length, 'attack')} with an interval, ${withoutImpact.length} listed without impact`,
    `  durations: ${shortest} s to ${longest} s, median ${median} s, 90 % quantile ${ninetyPercent} s, in total ${formatDuration(1000 * total)}`,
    `  known to have no effect on the readings: ${traceless.join(', ') || 'none'}`,
  ];
}

/** A line for each attack, then where list and labels disagree. */
export function analysisLines(analysis: AttackAnalysis): string[] {
  const { listed, runs, unlistedRuns, unlabelledAttacks, unrecordedAttacks } = analysis;
  const head = ['attack', 'start', 'end', 'seconds', 'points', 'labelled', 'labels against list'];
  const lines = listed.map((entry) => attackRow(entry, runs));
  return [
    ...textTable([head, ...lines], [3, 5]),
    '',
    ...section(
      `${formatCount(runs.length)} label runs; all of them belong to a listed attack`,
      `${formatCount(runs.length)} label runs, of which these belong to no listed attack:`,
      unlistedRuns.map(runLine),
    ),
    ...section(
      'every attack within the recording has labelled rows',
      'attacks within the recording without a labelled row:',
      unlabelledAttacks.map(spanLine),
    ),
    ...section('', 'attacks outside the recording:', unrecordedAttacks.map(spanLine)),
    ...unknownPoints(listed),
  ];
}

function attackRow(entry: AnalysedAttack, runs: readonly AttackLabelRun[]): string[] {
  const { attack, duration, rows, labelledRows, runs: own } = entry;
  const labelled = rows === 0 ? 'no rows' : `${formatCount(labelledRows)} of ${formatCount(rows)}`;
  return [
    attack.name,
    formatTime(attack.start),
    formatTime(attack.end),
    String(duration / 1000),
    attack.channels.join(', '),
    labelled,
    own.map((n) => differencesOf(runs[n], attack.name)).join('; '),
  ];
}

/** How far the labelled rows begin and end apart from the attacks. */
function differencesOf({ late, attacks }: AttackLabelRun, name: string): string {
  const differences: string[] = [];
  const others = attacks.filter((other) => other !== name);
  if (others.length > 0) differences.push(`labelled together with ${others.join(', ')}`);
  if (late && Math.abs(late.start) >= LATE) differences.push(`begins ${offset(late.start)}`);
  if (late && Math.abs(late.end) >= LATE) differences.push(`ends ${offset(late.end)}`);
  return differences.join(', ');
}

function offset(milliseconds: number): string {
  return `${formatDuration(Math.abs(milliseconds))} ${milliseconds > 0 ? 'late' : 'early'}`;
}

function runLine({ from, to, start, end, guess }: AttackLabelRun): string {
  const span = `${formatTime(from)} to ${formatTime(to)}, ${countOf(end - start, 'row')}`;
  return guess === undefined ? span : `${span}: ${guess}`;
}

function spanLine({ attack }: AnalysedAttack): string {
  return `${attack.name}, ${formatTime(attack.start)} to ${formatTime(attack.end)}`;
}

function unknownPoints(listed: readonly AnalysedAttack[]): string[] {
  const lines = listed
    .filter(({ unknownChannels }) => unknownChannels.length > 0)
    .map(({ attack, unknownChannels }) => `${unknownChannels.join(', ')} of ${attack.name}`);
  return section('', 'attack points that are no channel of the recording:', lines);
}

function section(none: string, some: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return none === '' ? [] : [none];
  return [some, ...lines.map((line) => `  ${line}`)];
}
