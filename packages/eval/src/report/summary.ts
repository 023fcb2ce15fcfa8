/** What was found, in sentences: the first screen of the report and the last lines of a run. */
import type { Clock } from '@anodec/core';
import { shares, describeMeaning } from './tables.js';
import { count, figure, lapse, listed, moment, percent } from './format.js';
import type { DetectorResult, EvaluationReport } from './report.js';

/** Alarms that the terminal names one by one. */
const NAMED_ALARMS = 12;

/** Channels that are named when many wandered off, those that were discounted most. */
const NAMED_CHANNELS = 3;

/** The sentences that stand at the top of the report. */
export function findings(report: EvaluationReport): string[] {
  const [model] = report.results;
  return [
    ...caughtSentence(model, report),
    falseAlarmSentence(model),
    `The threshold never saw a label: it is ${model.threshold.rule} ` +
      `(${figure(model.threshold.value)}, from ${count(model.threshold.scores, 'score')}).`,
    ...tracelessSentence(model),
    ...wanderedSentence(report),
    ...mutedSentence(model, report),
  ];
}

/** The findings, the neighbours, and the most suspicious sensors of each alarm, for the terminal. */
export function summaryLines(report: EvaluationReport): string[] {
  const [model, ...neighbours] = report.results;
  const { alarms } = model.evaluation;
  const shown = alarms.slice(0, NAMED_ALARMS);
  const rest = alarms.length - shown.length;
  return [
    ...findings(report),
    ...neighbours.flatMap(({ name, evaluation: { events } }) => {
      const { attacks, caught, falseAlarmRate } = events[0];
      const of = attacks > 0 ? `caught ${caught} of ${attacks}, ` : '';
      return `For comparison, ${name}: ${of}${figure(falseAlarmRate.value, 1)} false alarms per ${falseAlarmRate.per}.`;
    }),
    ...(shown.length > 0 ? ['Most suspicious sensors of each alarm:'] : []),
    ...shown.map(
      (alarm) =>
        `  ${moment(alarm.start, report.clock)}  ${shares(alarm.channels.slice(0, 3))}  (${describeMeaning(alarm)})`,
    ),
    ...(rest > 0 ? [`  … and ${count(rest, 'more alarm')}, all in the report`] : []),
  ];
}

function caughtSentence({ evaluation }: DetectorResult, { clock }: EvaluationReport): string[] {
  const [{ attacks, caught, delay }] = evaluation.events;
  if (attacks === 0) {
    return [
      'Nothing is known about attacks in this recording: alarms cannot be told right or false.',
    ];
  }
  const soon = delay ? `, half of them ${within(delay.median, clock)}` : '';
  const chance = evaluation.random
    ? ` The same alarms at random times would meet ${figure(evaluation.random.caught.mean, 1)}.`
    : '';
  return [`${caught} of ${attacks} attacks that leave a trace were caught${soon}.${chance}`];
}

function within(delay: number, clock: Clock): string {
  return delay === 0 ? 'at once' : `within ${lapse(delay, clock)}`;
}

function falseAlarmSentence({ evaluation: { events, rows } }: DetectorResult): string {
  const rates = events.map(
    ({ falseAlarmRate, recovery }) =>
      `${figure(falseAlarmRate.value, 1)} with ${recovery === '0' ? 'no' : recovery} recovery after an attack`,
  );
  const [{ alarms, falseAlarmRate }] = events;
  return `False alarms per ${falseAlarmRate.per}: ${listed(rates)} (${count(alarms, 'alarm')} in all, ${percent(rows.alarmed / rows.total)} of the time).`;
}

function tracelessSentence({ evaluation: { traceless } }: DetectorResult): string[] {
  if (traceless.length === 0) return [];
  const names = traceless.map(({ attack }) => attack.name);
  return [
    `${listed(names)} ${names.length === 1 ? 'is' : 'are'} known to leave no trace and listed apart.`,
  ];
}

function wanderedSentence({ wandered = [], clock }: EvaluationReport): string[] {
  return wandered.map(
    ({ channel, start }) =>
      `${channel} wandered off for good and was brought back to its level, from ` +
      `${moment(start, clock)} on, by a rule that knows no channel by name and no label.`,
  );
}

function mutedSentence({ attenuated }: DetectorResult, { clock }: EvaluationReport): string[] {
  const byAttenuation = [...attenuated].sort((a, b) => a.attenuation - b.attenuation);
  const channels = [...new Set(byAttenuation.map(({ channel }) => channel))];
  if (channels.length === 0) return [];
  const earliest = attenuated.reduce((start, stretch) => Math.min(start, stretch.start), Infinity);
  const [shown, rest] = [channels.slice(0, NAMED_CHANNELS), channels.length - NAMED_CHANNELS];
  const named = rest > 0 ? `${shown.join(', ')} and ${count(rest, 'more channel')}` : listed(shown);
  return [
    `Errors that stayed high for hours were discounted: ${named}, first from ` +
      `${moment(earliest, clock)}.`,
  ];
}
