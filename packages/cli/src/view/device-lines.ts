/** Lines about devices and their days for a terminal. */
import { countOf, DAY_TYPES, formatCount } from '@anodec/core';
import {
  classCount,
  type ClassDistances,
  type ClassEvaluation,
  type DailyData,
  type DayClasses,
  type DayEvaluation,
  type DeviceFiles,
  DevicesConfig,
  type NearestDay,
  type PreparedDevice,
  type ScoreTests,
} from '@anodec/devices';
import { quoted } from './quoted.js';
import { textTable } from './text-table.js';

/** What reading raw logs gave, and what was wrong with them. @param paths tables of the devices, in their order */
export function dailyLines(
  { devices, logs, missing, others, faults }: DailyData,
  paths: readonly (string | undefined)[],
): string[] {
  const { unreadable, repeated, backwards, examples } = faults;
  return [
    `${countOf(logs, 'log')} read`,
    ...missingLines(missing),
    ...counted(unreadable, 'that cannot be read, skipped:'),
    ...examples.map((example) => `    ${example}`),
    ...counted(repeated, 'repeating the row of the device before, used once'),
    ...counted(
      backwards,
      'with an earlier time than the row of the device before, put in order by time',
    ),
    ...devices.map(({ table, filled, sparse, absent }, n) => {
      const days = [
        countOf(table.dates.length, 'day'),
        ...(filled > 0 ? [`${countOf(filled, 'value')} without a reading filled`] : []),
        ...(sparse.length > 0 ? [`${namedDays(sparse)} with too few readings not used`] : []),
        ...(absent > 0 ? [`absent from ${countOf(absent, 'log')}`] : []),
      ];
      return `  ${paths[n] ?? `${table.device}: no table`}  ${days.join(', ')}`;
    }),
    ...(others.length > 0 ? [`  Other devices in these logs, not read: ${others.join(', ')}`] : []),
  ];
}

/** What was prepared for a device. */
export function preparedDeviceLines(
  { usable, train, test, groups, range }: PreparedDevice,
  files: DeviceFiles,
): string[] {
  const { unused, outliers, limit } = usable;
  const removed = [
    ...(unused.length > 0 ? [`${namedDays(unused)} without use`] : []),
    ...(outliers.length > 0
      ? [`${namedDays(outliers)} with a value above ${limit.toFixed(1)}`]
      : []),
  ];
  return [
    `${train.device}  ${countOf(train.dates.length, 'day')} to train on, ${formatCount(test.dates.length)} to test on, ` +
      `values ${Number(range.minimum.toPrecision(4))} to ${Number(range.maximum.toPrecision(4))}`,
    ...(removed.length > 0 ? [`  not used: ${removed.join('; ')}`] : []),
    `  classes: ${classLine(groups.classes)}`,
    ...groups.unseen.map(
      (type) => `  no ${DAY_TYPES[type]} among the days to train on; it follows another type`,
    ),
    `  ${files.combination}`,
  ];
}

/** `0 monday tuesday, 1 saturday, 2 sunday holiday` */
export function classLine(classes: DayClasses): string {
  return Array.from({ length: classCount(classes) }, (_, k) => {
    const names = DAY_TYPES.filter((__, type) => classes[type] === k);
    return `${k} ${names.join(' ')}`;
  }).join(', ');
}

/** Days between the logs that have none. */
export function missingLines(missing: readonly string[]): string[] {
  return missing.length > 0 ? [`  no log of ${namedDays(missing)}`] : [];
}

/** A count of days and the first of them. */
function namedDays(dates: readonly string[]): string {
  const shown = dates.slice(0, 3).join(', ');
  return `${countOf(dates.length, 'day')} (${shown}${dates.length > 3 ? ', …' : ''})`;
}

/** A result at a threshold. */
export function evaluationLines(result: DayEvaluation): string[] {
  const { threshold, sawLabels, roc, confusion, precision, recall, f1, accuracy, fpr } = result;
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const origin = sawLabels ? ', ORACLE: chosen with the labels known' : '';
  return [
    `  AUC ${roc.auc.toFixed(3)}; threshold ${Number(threshold.toPrecision(6))}${origin}`,
    `  precision ${ratioText(precision)}, recall ${ratioText(recall)}, F1 ${ratioText(f1)}, accuracy ${ratioText(accuracy)}, ` +
      `false positive rate ${ratioText(fpr)}`,
    `  TP ${truePositives}, FP ${falsePositives}, FN ${falseNegatives}, TN ${trueNegatives}; mean score ` +
      `${result.normalMean.toPrecision(4)} normal, ${result.anomalousMean.toPrecision(4)} anomalous`,
  ];
}

/** What the naming of classes came to. */
export function classEvaluationLines(
  { accuracy, auc, classes }: ClassEvaluation,
  days: number,
): string[] {
  return [
    `${formatCount(Math.round(accuracy * days))} of ${countOf(days, 'day')} named rightly (precision, recall and F1 over all classes ` +
      `${accuracy.toFixed(3)}); AUC of all pairs of classes ${ratioText(auc)}`,
    ...classes.map(
      ({ roc, fpr, tpr, specificity }, k) =>
        `  class ${k}: AUC ${ratioText(roc?.auc ?? null)}, true positive rate ${ratioText(tpr)}, false positive rate ${ratioText(fpr)}, ` +
        `specificity ${ratioText(specificity)}`,
    ),
  ];
}

/** Tests of the two groups of scores. */
export function testLines({ mannWhitney, welch, brunnerMunzel, chiSquare }: ScoreTests): string[] {
  const known = [
    `Mann–Whitney U ${mannWhitney.u} (${pText(mannWhitney.p)})`,
    ...(welch ? [`Welch t ${welch.t.toFixed(2)} (${pText(welch.p)})`] : []),
    ...(brunnerMunzel
      ? [`Brunner–Munzel ${brunnerMunzel.statistic.toFixed(2)} (${pText(brunnerMunzel.p)})`]
      : []),
    ...(chiSquare ? [`χ² ${chiSquare.statistic.toFixed(2)} (${pText(chiSquare.p)})`] : []),
  ];
  return [`  ${known.join(', ')}`];
}

/** Distances of classes. */
export function classDistanceLines(distances: ClassDistances): string[] {
  const { counts, variances, pairs, meanLinkage, meanCentroid } = distances;
  const head = ['  Classes', 'Mean distance of their days', 'Distance of their centres'];
  const rows = [
    ...pairs.map(({ first, second, linkage, centroid }) => [
      `  ${first} and ${second}`,
      numberText(linkage),
      numberText(centroid),
    ]),
    ['  mean', numberText(meanLinkage), numberText(meanCentroid)],
  ];
  const classes = counts.map(
    (count, k) => `class ${k}: ${countOf(count, 'day')}, ${numberText(variances[k])}`,
  );
  return [...textTable([head, ...rows], [1, 2]), `  Variance, ${classes.join('; ')}`];
}

/** Days in a table that are shown on the terminal. */
const SHOWN = 10;

/** The nearest days: all of one day, else the nearest one of the first days. */
export function nearestDayLines(all: readonly NearestDay[], day?: string): string[] {
  const own = all.filter(({ date, rank }) => (day === undefined ? rank === 1 : date === day));
  if (own.length === 0) return ['  No other day can be compared.'];
  const shown = day === undefined ? own.slice(0, SHOWN) : own;
  const rows = shown.map(({ date, nearest, distance }) => [
    `  ${date}`,
    nearest,
    numberText(distance),
  ]);
  const more = own.length - shown.length;
  return [
    ...textTable(
      [['  Day', day === undefined ? 'Nearest' : 'Nearest first', 'Distance'], ...rows],
      [2],
    ),
    ...(more > 0 ? [`  and ${countOf(more, 'more day')}`] : []),
  ];
}

/** How often a discriminator names the class that the type of the day has. @param own (N) @param named (N) */
export function namedClassLines(own: ArrayLike<number>, named: ArrayLike<number>): string[] {
  const all = Array.from(own);
  const classes = [...new Set(all)].sort((a, b) => a - b);
  const share = (days: readonly number[]): string =>
    `${formatCount(days.filter((n) => own[n] === named[n]).length)} of ${formatCount(days.length)}`;
  const indices = all.map((_, n) => n);
  const each = classes.map((k) => `class ${k} ${share(indices.filter((n) => own[n] === k))}`);
  return [`Days of which the discriminator names the class: ${share(indices)}; ${each.join(', ')}`];
}

function ratioText(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function pText(p: number): string {
  return Number.isNaN(p) ? 'p not defined' : `p ${p.toPrecision(2)}`;
}

function numberText(value: number): string {
  return Number.isNaN(value) ? '–' : value.toPrecision(4);
}

/** A line about some rows, where there are any. */
function counted(rows: number, what: string): string[] {
  return rows > 0 ? [`  ${countOf(rows, 'row')} ${what}`] : [];
}

/** ` --folder FOLDER` of the commands about devices; nothing for the usual one. */
export function devicesFolderFlag(folder: string): string {
  return folder === DevicesConfig.parse({}).folder ? '' : ` --folder ${quoted(folder)}`;
}
