/** A search on a terminal: what is tried, each trial, what was found. */
import { countOf, formatDuration } from '@anodec/core';
import type { Search } from '@anodec/search';
import {
  bestSoFar,
  formatDimension,
  formatValue,
  importances,
  type Point,
  rankTrials,
  type ReadStudy,
  type StudyDescription,
  type Trial,
} from '@anodec/tune';
import { quoted } from '../view/quoted.js';
import { textChart } from '../view/text-chart.js';
import { textTable } from '../view/text-table.js';

/** Finished trials that are listed. */
const LISTED = 10;
/** Trials that it takes for a course to be worth a chart. */
const COURSE = 5;

/** What is going to be searched. */
export function startLines(
  { space, measure, sampler, pruner }: StudyDescription,
  done: readonly Trial[],
): string[] {
  const ends = pruner.kind === 'none' ? '' : `, pruner ${pruner.kind}`;
  const ended = done.filter(({ state }) => state !== 'running').length;
  return [
    `Judged by  ${measure}`,
    ...space.map(
      (dimension, i) => (i === 0 ? 'Varied' : '').padEnd(11) + formatDimension(dimension),
    ),
    `Points     ${sampler.kind}${ends}`,
    ...(done.length > 0 ? [`Goes on    after ${countOf(ended, 'trial')}`] : []),
  ];
}

/**
 * One trial that ended, or whose process died.
 *
 * @param progress how many trials have ended of how many
 */
export function trialLine(trial: Trial, progress: string, isBest: boolean): string {
  return [
    `[${progress}]  trial ${trial.number}`,
    resultText(trial),
    pointText(trial.point),
    formatDuration(1000 * trial.seconds),
    ...(isBest ? ['best so far'] : []),
  ].join('  ');
}

function resultText({ state, value = NaN, message = '', reports }: Trial): string {
  if (state === 'finished') return formatValue(value);
  if (state === 'pruned') return `ended at step ${reports.at(-1)?.step}, ${formatValue(value)}`;
  return `${state === 'running' ? 'tried again' : 'failed'}: ${message}`;
}

/** A point as `hiddenSize 64, cell lstm`, without the groups. */
export function pointText(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => `${shortName(name)} ${formatValue(value)}`)
    .join(', ');
}

/** The values of a point as flags, each after a blank. */
export function pointFlags(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(' ') : String(value);
      return ` --${asKebab(shortName(name))} ${quoted(text)}`;
    })
    .join('');
}

function asKebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Without the group; the kind of a group by the name of the group. */
function shortName(name: string): string {
  const [group, ...path] = name.split('.');
  const shown = path.at(-1) === 'kind' ? path.slice(0, -1) : path;
  return shown.length === 0 ? group : shown.join('.');
}

const ENDINGS: Readonly<Record<Search['ending'], readonly string[]>> = {
  trials: [],
  time: ['The time of the search is over; go on with --resume.'],
  space: ['No point could be drawn that was not tried before: the space is searched.'],
};

/** Why a search ended, its trials in short, and its best one. */
export function foundLines(search: Search): string[] {
  const { ending, best, bestFile, notes, description, trials, study } = search;
  return [
    ...notes,
    ...ENDINGS[ending],
    '',
    ...resultLines({ description, trials, path: study }),
    '',
    ...(best === undefined ? [] : [`Best      trial ${best.number}: ${pointText(best.point)}`]),
    ...(bestFile === undefined ? [] : [`Settings  ${bestFile}`]),
    `Search    ${study}`,
  ];
}

/** The trials of a study in short: how they ended, the best, the course, which settings mattered. */
export function resultLines({ description, trials }: ReadStudy): string[] {
  const { direction, measure, space } = description;
  const ranked = rankTrials(trials, direction);
  const head = ['trial', 'value', ...space.map(({ name }) => shortName(name))];
  const rows = ranked
    .slice(0, LISTED)
    .map(({ number, value, point }) => [
      String(number),
      formatValue(value),
      ...space.map(({ name }) => (Object.hasOwn(point, name) ? formatValue(point[name]) : '–')),
    ]);
  return [
    countsLine(trials),
    ...(ranked.length === 0 ? failureLines(trials) : ['', ...textTable([head, ...rows], [0, 1])]),
    ...courseLines(trials, direction, measure),
    ...importanceLines({ description, trials }),
  ];
}

/** Why no trial came to its end. */
function failureLines(trials: readonly Trial[]): string[] {
  const reasons = [...new Set(trials.flatMap(({ message }) => message ?? []))];
  return reasons.slice(0, LISTED).map((reason) => `  ${reason}`);
}

function courseLines(
  trials: readonly Trial[],
  direction: StudyDescription['direction'],
  measure: string,
): string[] {
  const course = bestSoFar(trials, direction);
  if (course.length < COURSE) return [];
  const points = (of: (one: (typeof course)[number]) => number) =>
    course.map((one) => [one.trial, of(one)] as const);
  return [
    '',
    measure,
    ...textChart(
      [
        { name: 'trial', mark: '·', points: points(({ value }) => value) },
        { name: 'best so far', mark: '*', points: points(({ best }) => best) },
      ],
      { x: 'trial' },
    ),
  ];
}

function importanceLines({
  description,
  trials,
}: Pick<ReadStudy, 'description' | 'trials'>): string[] {
  const found = importances(description.space, trials);
  const known = found.flatMap(({ name, share }) =>
    share === null ? [] : [[shortName(name), `${Math.round(100 * share)} %`]],
  );
  if (known.length === 0) return [];
  const title = 'Share of the differences that goes with each setting alone (epsilon squared)';
  return ['', title, ...textTable(known, [1])];
}

function countsLine(trials: readonly Trial[]): string {
  const count = (state: Trial['state']): number =>
    trials.filter((trial) => trial.state === state).length;
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0);
  const parts = [
    `${count('finished')} finished`,
    ...(count('pruned') > 0 ? [`${count('pruned')} ended early`] : []),
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('running') > 0 ? [`${count('running')} not over`] : []),
  ];
  return `${countOf(trials.length, 'trial')}: ${parts.join(', ')}; ${formatDuration(1000 * seconds)} of computing`;
}
