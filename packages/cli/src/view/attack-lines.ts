/** The list of attacks and what the labels make of it, for the terminal. */
import { formatCount, formatDuration, formatTime } from '@anodec/core';
import {
  type AnalysedAttack,
  type AttackAnalysis,
  attackDurations,
  type AttackLabelRun,
} from '@anodec/explore';
import { type StoredAttacks } from '@anodec/tables';
import { textTable } from './text-table.js';

/** Labels this far off, in milliseconds, are worth a word. */
const LATE = 2000;

/** The attack list in figures. */
export function attackLines({ attacks, withoutImpact }: StoredAttacks): string[] {
  if (attacks.length === 0) return [];
  const { shortest, median, ninetyPercent, longest, total } = attackDurations(attacks);
  const traceless = attacks.filter(({ leavesTrace }) => !leavesTrace).map(({ name }) => name);
  return [
    `${attacks.length} attacks with an interval, ${withoutImpact.length} listed without impact`,
    `  lengths: ${shortest} s to ${longest} s, median ${median} s, 90 % quantile ${ninetyPercent} s, together ${formatDuration(1000 * total)}`,
    `  known to leave no trace: ${traceless.join(', ') || 'none'}`,
  ];
}

/** Each attack in a line, then where list and labels do not agree. */
export function analysisLines(analysis: AttackAnalysis): string[] {
  const { listed, runs, unlistedRuns, unlabelledAttacks, unrecordedAttacks } = analysis;
  const head = ['attack', 'start', 'end', 'seconds', 'points', 'labelled', 'label against list'];
  const lines = listed.map((entry) => attackRow(entry, runs));
  return [
    ...textTable([head, ...lines], [3, 5]),
    '',
    ...section(
      `${formatCount(runs.length)} label runs; all match a listed attack`,
      `${formatCount(runs.length)} label runs, of which these match no listed attack:`,
      unlistedRuns.map(runLine),
    ),
    ...section(
      'every attack within the recording has labelled rows',
      'attacks within the recording of which no row is labelled:',
      unlabelledAttacks.map(spanLine),
    ),
    ...section('', 'attacks of which the recording has no row:', unrecordedAttacks.map(spanLine)),
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
    own.map((n) => lateness(runs[n], attack.name)).join('; '),
  ];
}

/** How the borders of a run differ from those of its attacks. */
function lateness({ late, attacks }: AttackLabelRun, name: string): string {
  const words: string[] = [];
  const others = attacks.filter((other) => other !== name);
  if (others.length > 0) words.push(`one run with ${others.join(', ')}`);
  if (late && Math.abs(late.start) >= LATE) words.push(`begins ${offset(late.start)}`);
  if (late && Math.abs(late.end) >= LATE) words.push(`ends ${offset(late.end)}`);
  return words.join(', ');
}

function offset(milliseconds: number): string {
  return `${formatDuration(Math.abs(milliseconds))} ${milliseconds > 0 ? 'late' : 'early'}`;
}

function runLine({ from, to, start, end, guess }: AttackLabelRun): string {
  const span = `${formatTime(from)} to ${formatTime(to)}, ${formatCount(end - start)} rows`;
  return guess === undefined ? span : `${span}: ${guess}`;
}

function spanLine({ attack }: AnalysedAttack): string {
  return `${attack.name}, ${formatTime(attack.start)} to ${formatTime(attack.end)}`;
}

function unknownPoints(listed: readonly AnalysedAttack[]): string[] {
  const lines = listed
    .filter(({ unknownChannels }) => unknownChannels.length > 0)
    .map(({ attack, unknownChannels }) => `${unknownChannels.join(', ')} of ${attack.name}`);
  return section('', 'points that no channel shows:', lines);
}

function section(none: string, some: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return none === '' ? [] : [none];
  return [some, ...lines.map((line) => `  ${line}`)];
}
