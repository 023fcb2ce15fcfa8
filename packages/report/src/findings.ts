/** What was found, in sentences: the first screen of the report and the first lines of the terminal. */
import type { Clock } from '@anodec/core';
import type { Evaluation } from '@anodec/metrics';
import { contradictsThreshold, failedChecks, failedShare } from './audit-result.js';
import {
  formatCount,
  formatInteger,
  formatLength,
  formatList,
  formatNumber,
  formatShare,
  formatTimestamp,
} from './format.js';
import type { DetectorResult, EvaluationReport } from './report.js';
import { thresholdOrigin } from './threshold-origin.js';

/** Channels that are named where errors of many were attenuated. */
const NAMED_CHANNELS = 3;

/** How many times the rows above the threshold alarms may have before it is worth a sentence. */
const MERGED = 3;

/** The sentences about the primary detector, most important first. */
export function findings(report: EvaluationReport): string[] {
  const [primary] = report.results;
  const { evaluation } = primary;
  return [
    ...auditSentence(report),
    ...reuseSentence(report),
    ...collapseSentence(evaluation),
    detectionSentence(evaluation, report.clock),
    alarmSentence(evaluation),
    ...mergeSentence(report),
    ...rowSentences(evaluation),
    thresholdSentence(primary, report),
    ...tracelessSentence(evaluation),
    ...driftSentences(report),
    ...attenuationSentence(primary, report.clock),
  ];
}

/** How the threshold was set, and whether labels chose it. */
function thresholdSentence({ threshold }: DetectorResult, { audit }: EvaluationReport): string {
  const { kind, rule, value, scores } = threshold;
  if (contradictsThreshold(audit)) {
    return `The threshold is ${formatNumber(value)}: the leakage audit could not confirm how it was set.`;
  }
  const how = thresholdOrigin(threshold, audit);
  if (kind === 'fixed') return `The threshold was ${how}: ${formatNumber(value)}.`;
  const from = `${formatNumber(value)}, from ${formatCount(scores, 'score')}`;
  return `The threshold was ${how}: ${from}. It is ${rule}.`;
}

/** A warning where the leakage audit failed. */
function auditSentence({ audit }: EvaluationReport): string[] {
  const failed = failedShare(audit);
  if (!audit || failed === undefined) return [];
  return [
    `The leakage audit failed: ${failed}: ${failedChecks(audit).join('; ')}. ` +
      'The results cannot be relied on until that is explained.',
  ];
}

/** A warning where test rows were used for training. */
function reuseSentence({ testRowUse }: EvaluationReport): string[] {
  if (!testRowUse || testRowUse.training + testRowUse.validation === 0) return [];
  const { rows, training, validation } = testRowUse;
  const used = [
    ...(training > 0 ? [`${formatInteger(training)} trained on`] : []),
    ...(validation > 0 ? [`${formatInteger(validation)} used for the threshold`] : []),
  ];
  return [
    `The test recordings are not new: of ${formatCount(rows, 'row')}, ${formatList(used)}. ` +
      'Results on such rows say nothing about new data.',
  ];
}

/** A warning where the detector tells nothing apart. */
function collapseSentence({ collapsed }: Evaluation): string[] {
  if (!collapsed) return [];
  return [
    'The detector has collapsed: it gives every row the same score, so its alarms and metrics say nothing.',
  ];
}

function detectionSentence(evaluation: Evaluation, clock: Clock): string {
  const { knowledge, knownFrom, events, metrics, floors, recordings } = evaluation;
  const [{ attacks, caught, detectedDuringEarlierAlarm: during }] = events;
  const here = recordings.length > 1 ? 'these recordings' : 'this recording';
  if (knowledge === 'unknown') {
    return `Nothing is known about attacks in ${here}: alarms cannot be called true or false.`;
  }
  if (knowledge === 'noAttacks') {
    const names =
      knownFrom === 'list' ? `list names no attack within ${here}` : 'labels name no attack';
    return `The ${names}: every alarm is false; detection cannot be measured.`;
  }
  if (attacks === 0) {
    return `No attack with an effect is known in ${here}: detection cannot be measured.`;
  }
  const moved = floors.find(({ key }) => key === 'randomTimes')?.metrics.detectedAttacks;
  const rest = caught - during;
  const delay = metrics.medianDelay === null ? '' : formatLength(metrics.medianDelay, clock);
  return [
    `${caught} of ${attacks} attacks with an effect were detected`,
    during > 0 ? `; ${during} of them began while an earlier alarm was still on.` : '.',
    rest > 0 ? ` Median delay${during > 0 ? ` over the other ${rest}` : ''}: ${delay}.` : '',
    moved ? ` The same alarms at random times would detect ${formatNumber(moved.mean, 1)}.` : '',
  ].join('');
}

function alarmSentence({
  knowledge,
  events,
  metrics,
  alarmedRows,
  rows,
  recorded,
}: Evaluation): string {
  const [{ alarms }, ...longer] = events;
  const all = `${formatCount(alarms, 'alarm')} in all, ${formatShare(alarmedRows / rows)} of the time`;
  if (knowledge === 'unknown') {
    return `Alarms per ${recorded.unit}: ${formatNumber(alarms / recorded.value, 1)} (${all}).`;
  }
  const strict = formatNumber(metrics.falseAlarmRate, 1);
  if (knowledge === 'noAttacks') return `False alarms per ${recorded.unit}: ${strict} (${all}).`;
  const lenient = longer.map(
    ({ recovery, metrics: { falseAlarmRate } }) =>
      `${formatNumber(falseAlarmRate, 1)} without those in the ${recovery} after an attack, its recovery`,
  );
  return `False alarms per ${recorded.unit}: ${[`${strict} counting every alarm outside an attack`, ...lenient].join('; ')} (${all}).`;
}

/** A warning where alarms last far longer than the score is above the threshold. */
function mergeSentence({ results, diagnostics }: EvaluationReport): string[] {
  const [{ evaluation }] = results;
  const { rows, alarmedRows } = evaluation;
  const flaggedRows = diagnostics?.sweep?.find(({ factor }) => factor === 1)?.flaggedRows;
  if (!flaggedRows || alarmedRows < MERGED * flaggedRows) return [];
  return [
    `Alarms last ${formatNumber(alarmedRows / flaggedRows, 1)} times as long as the score is above the ` +
      `threshold: ${formatPercent(alarmedRows / rows)} against ${formatPercent(flaggedRows / rows)} of the time. ` +
      'Breaks between rows above the threshold are bridged up to `mergeGap`; a shorter one separates them.',
  ];
}

/** A share whose first digits matter, also below one percent. */
function formatPercent(share: number): string {
  return `${formatNumber(100 * share, share < 0.1 ? 1 : 0)} %`;
}

/** Rows that metrics do not count. */
function rowSentences(evaluation: Evaluation): string[] {
  const { rows, unscoredRows, unscored, unknownLabelRows, knowledge } = evaluation;
  const total = formatInteger(rows);
  const reasons = unscored.map(({ reason, rows: n }) => `${reason}: ${formatInteger(n)}`);
  return [
    ...(unscoredRows > 0
      ? [
          `${formatInteger(unscoredRows)} of ${total} rows could not be scored` +
            `${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}: no alarm can be raised on them, and row-by-row metrics leave them out.`,
        ]
      : []),
    ...(unknownLabelRows > 0 && knowledge !== 'unknown'
      ? [
          `${formatInteger(unknownLabelRows)} of ${total} rows have an unknown label: the metrics leave them out.`,
        ]
      : []),
  ];
}

function tracelessSentence({ traceless }: Evaluation): string[] {
  if (traceless.length === 0) return [];
  const names = traceless.map(({ attack }) => attack.name);
  return [
    `${formatList(names)} ${names.length === 1 ? 'is' : 'are'} known to have had no effect and listed apart.`,
  ];
}

function driftSentences({ drifted = [], clock }: EvaluationReport): string[] {
  return drifted.map(
    ({ channel, start }) =>
      `${channel} drifted permanently and was re-centred from ${formatTimestamp(start, clock)} on ` +
      '(no channel names or labels used).',
  );
}

function attenuationSentence({ attenuated }: DetectorResult, clock: Clock): string[] {
  const strongest = [...attenuated].sort((a, b) => a.attenuation - b.attenuation);
  const channels = [...new Set(strongest.map(({ channel }) => channel))];
  if (channels.length === 0) return [];
  const earliest = attenuated.reduce((start, stretch) => Math.min(start, stretch.start), Infinity);
  const [named, rest] = [channels.slice(0, NAMED_CHANNELS), channels.length - NAMED_CHANNELS];
  const names =
    rest > 0 ? `${named.join(', ')} and ${formatCount(rest, 'more channel')}` : formatList(named);
  return [
    `Errors that stayed high for hours were attenuated: ${names}, first from ${formatTimestamp(earliest, clock)}.`,
  ];
}
