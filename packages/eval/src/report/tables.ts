/** The tables of the report as plain text cells, before they become Markdown or HTML. */
import type { Clock } from '@anodec/core';
import type { ChannelShare } from '../alarms.js';
import type { AlarmResult } from '../metrics/per-alarm.js';
import type { AttackResult } from '../metrics/per-attack.js';
import type { PointEvaluation } from '../metrics/evaluate.js';
import type { PointFigures } from '../metrics/pointwise.js';
import type { Band } from '../metrics/random-floor.js';
import { count, figure, lapse, moment, percent, UNKNOWN } from './format.js';
import type { DetectorResult, EvaluationReport } from './report.js';

/** Columns and rows of text; the first column is what the row is about. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Detectors side by side, with the floors below them. */
export function detectorTable(report: EvaluationReport): Table {
  const events = report.results[0].evaluation.events;
  const per = events[0].falseAlarmRate.per;
  return {
    columns: [
      'Detector',
      'Attacks caught',
      'Alarms',
      'Time in alarm',
      ...events.map(({ recovery }) => `False per ${per}, recovery ${recovery}`),
      'Event F1',
      'Median delay',
      'F1',
      'Precision',
      'Recall',
      'AUPRC',
      'AUROC',
      'Best F1 (ORACLE)',
    ],
    rows: [
      ...report.results.map((result) => detectorRow(result, report.clock)),
      ...floorRows(report.results[0], events.length),
    ],
  };
}

function detectorRow({ name, evaluation }: DetectorResult, clock: Clock): string[] {
  const { events, points } = evaluation;
  const [first] = events;
  return [
    name,
    first.attacks > 0 ? `${first.caught} of ${first.attacks}` : UNKNOWN,
    String(first.alarms),
    percent(evaluation.rows.alarmed / evaluation.rows.total),
    ...events.map(({ falseAlarmRate }) => figure(falseAlarmRate.value, 2)),
    figure(events.at(-1)?.f1),
    lapse(first.delay?.median ?? null, clock),
    ...pointCells(points?.atThreshold),
    ...rankingCells(points),
  ];
}

/** What every detector has to beat: flags everywhere, and the first detector's alarms misplaced. */
function floorRows({ evaluation }: DetectorResult, recoveries: number): string[][] {
  const { flagEverything, random, points, events } = evaluation;
  if (!flagEverything || !random) return [];
  const blank = Array.from({ length: recoveries }, () => UNKNOWN);
  const prevalence = figure(points?.ranking.prevalence);
  return [
    [
      'Floor: every row flagged',
      `${events[0].attacks} of ${events[0].attacks}`,
      '1',
      '100 %',
      ...blank,
      UNKNOWN,
      UNKNOWN,
      ...pointCells(flagEverything),
      prevalence,
      '0.500',
      UNKNOWN,
    ],
    [
      `Floor: the same alarms at random times (${random.draws} draws)`,
      `${band(random.caught, 1)} of ${events[0].attacks}`,
      String(events[0].alarms),
      percent(evaluation.rows.alarmed / evaluation.rows.total),
      ...blank,
      UNKNOWN,
      UNKNOWN,
      band(random.f1, 3),
      UNKNOWN,
      UNKNOWN,
      prevalence,
      '0.500',
      UNKNOWN,
    ],
  ];
}

function pointCells(figures: PointFigures | undefined): string[] {
  return [figure(figures?.f1), figure(figures?.precision), figure(figures?.recall)];
}

function rankingCells(points: PointEvaluation | null): string[] {
  const { ranking, oracle } = points ?? {};
  return [figure(ranking?.auprc), figure(ranking?.auroc), figure(oracle?.figures.f1)];
}

function band({ mean, low, high }: Band, decimals: number): string {
  return `${figure(mean, decimals)} (${figure(low, decimals)} to ${figure(high, decimals)})`;
}

/** Point-wise figures with and without the longest attack. */
export function longestTable({ results }: EvaluationReport): Table {
  const rows = results.flatMap(({ name, evaluation: { points, withoutLongest } }) =>
    points && withoutLongest
      ? [
          [`${name}, all rows`, ...pointCells(points.atThreshold), ...rankingCells(points)],
          [
            `${name}, without ${withoutLongest.longest}`,
            ...pointCells(withoutLongest.atThreshold),
            ...rankingCells(withoutLongest),
          ],
        ]
      : [],
  );
  const columns = ['Rows', 'F1', 'Precision', 'Recall', 'AUPRC', 'AUROC', 'Best F1 (ORACLE)'];
  return { columns, rows };
}

/** One line for each alarm. */
export function alarmTable(alarms: readonly AlarmResult[], limit: number, clock: Clock): Table {
  return {
    columns: ['Alarm', 'Begins', 'Lasts', 'Peak / threshold', 'Most suspicious sensors', 'Met'],
    rows: alarms.map((alarm, i) => [
      String(i + 1),
      moment(alarm.start, clock),
      lapse(alarm.lasts, clock),
      figure(alarm.peak.value / limit, 1),
      shares(alarm.channels.slice(0, 3)),
      describeMeaning(alarm),
    ]),
  };
}

/** One line for each attack. */
export function attackTable(attacks: readonly AttackResult[], clock: Clock): Table {
  return {
    columns: [
      'Attack',
      'Begins',
      'Lasts',
      'Caught',
      'Delay',
      'Covered',
      'Three strangest sensors',
      'Attacked',
      'Named',
    ],
    rows: attacks.map(({ attack, rows, caught, delay, covered, top, named }) => [
      attack.name,
      moment(attack.start, clock),
      clock === 'rows'
        ? count(rows.end - rows.start, 'row')
        : lapse(attack.end - attack.start, clock),
      caught ? 'yes' : 'no',
      lapse(delay, clock),
      percent(covered),
      shares(top),
      attack.channels.join(', ') || UNKNOWN,
      named === null ? UNKNOWN : named ? 'yes' : 'no',
    ]),
  };
}

/** Channels that had wandered off. */
export function mutedTable({ attenuated }: DetectorResult, clock: Clock): Table {
  return {
    columns: ['Channel', 'From', 'To', 'Least that was left'],
    rows: attenuated.map(({ channel, start, end, attenuation }) => [
      channel,
      moment(start, clock),
      moment(end, clock),
      percent(attenuation),
    ]),
  };
}

/** Channels with their shares, such as "LIT101 62 %, FIT101 12 %". */
export function shares(channels: readonly ChannelShare[]): string {
  if (channels.length === 0) return UNKNOWN;
  return channels.map(({ channel, share }) => `${channel} ${percent(share)}`).join(', ');
}

/** What an alarm met, in a few words. */
export function describeMeaning({ meaning, attacks }: AlarmResult): string {
  const names = attacks.join(', ');
  const words = {
    attack: names,
    traceless: `${names} (known to leave no trace)`,
    recovery: `recovery after ${names}`,
    false: 'nothing: false alarm',
    unknown: UNKNOWN,
  };
  return words[meaning];
}
