/**
 * Affiliation precision and recall: how near alarms and attacks are to each other, compared with rows
 * drawn at random.
 *
 * The time of a recording is divided into zones, one for each attack, with borders half-way between
 * attacks. Precision of a zone is the mean, over its alarmed time, of the chance that a random time of
 * the zone is at least as far from the attack; recall is the mean, over the attack, of the chance that a
 * random time is at least as far as the nearest alarm. A row lasts from its index to the next.
 *
 * Lenient: near misses earn about .95 and random alarms about .7, so the floors belong beside it. Alarms
 * in a recording without an attack have no zone and do not count.
 *
 * Source: Huet et al. 2022, "Local Evaluation of Time Series Anomaly Detection Algorithms".
 */
import { mean, type Segment } from '@anodec/core';
import type { EvaluatedRows } from './rows.js';
import { onceForEach } from './once-for-each.js';
import { alarmRuns, attackRuns, lengthOf, overlappingRuns, recordingsOf } from './runs.js';
import type { PrecisionRecall } from './time-aware.js';

/** The affiliation of the alarms of evaluated rows. */
export const affiliationOf = onceForEach((rows: EvaluatedRows): PrecisionRecall => {
  const attacks = attackRuns(rows);
  return affiliation(attacks, alarmRuns(rows), zonesOf(attacks, rows));
});

/** The zone of each attack. */
function zonesOf(attacks: readonly Segment[], { starts, labels }: EvaluatedRows): Segment[] {
  const recordings = recordingsOf(attacks, starts);
  return attacks.map(({ start, end }, j) => {
    const recording = recordings[j];
    return {
      start: recordings[j - 1] === recording ? (attacks[j - 1].end + start) / 2 : starts[recording],
      end:
        recordings[j + 1] === recording
          ? (end + attacks[j + 1].start) / 2
          : (starts.at(recording + 1) ?? labels.length),
    };
  });
}

/**
 * Means over the zones: precision over those with an alarm, recall over all.
 *
 * @param attacks ascending and disjoint, as `alarms`
 * @param zones of the attacks
 * @returns null without an attack, precision also without an alarm
 */
export function affiliation(
  attacks: readonly Segment[],
  alarms: readonly Segment[],
  zones: readonly Segment[],
): PrecisionRecall {
  if (attacks.length === 0) return { precision: null, recall: null };
  const { first, last } = overlappingRuns(zones, alarms);
  const precisions: number[] = [];
  const recalls = attacks.map((attack, j) => {
    const zone = zones[j];
    const within = alarms.slice(first[j], last[j]).map((alarm) => ({
      start: Math.max(alarm.start, zone.start),
      end: Math.min(alarm.end, zone.end),
    }));
    if (within.length === 0) return 0;
    precisions.push(zonePrecision(attack, within, zone));
    return zoneRecall(attack, within, zone);
  });
  return { precision: precisions.length > 0 ? mean(precisions) : null, recall: mean(recalls) };
}

/** The mean over alarmed time of the chance that a random time is at least as far from the attack. */
function zonePrecision(attack: Segment, alarms: readonly Segment[], zone: Segment): number {
  const E = lengthOf(zone);
  const nearer = Math.min(attack.start - zone.start, zone.end - attack.end);
  // time within d of the attack: both sides up to the nearer border of the zone, then one
  const chance = (d: number): number => 1 - (lengthOf(attack) + d + Math.min(d, nearer)) / E;
  let [sum, time] = [0, 0];
  for (const { start, end } of alarms) {
    time += end - start;
    const before = [attack.start - Math.min(end, attack.start), attack.start - start];
    const after = [Math.max(start, attack.end) - attack.end, end - attack.end];
    for (const [near, far] of [before, after]) {
      if (far > near) sum += integral(chance, near, far, [nearer]);
    }
    sum += Math.max(0, Math.min(end, attack.end) - Math.max(start, attack.start));
  }
  return sum / time;
}

/** The mean over the attack of the chance that a random time is at least as far as the nearest alarm. */
function zoneRecall(attack: Segment, alarms: readonly Segment[], zone: Segment): number {
  let sum = 0;
  alarms.forEach(({ start, end }, i) => {
    // the part of the attack that is nearest to this alarm
    const from = i === 0 ? attack.start : (alarms[i - 1].end + start) / 2;
    const to = i === alarms.length - 1 ? attack.end : (end + alarms[i + 1].start) / 2;
    const [first, last] = [Math.max(from, attack.start), Math.min(to, attack.end)];
    if (last <= first) return;
    sum += Math.max(0, Math.min(last, end) - Math.max(first, start));
    if (first < start) sum += recallIntegral(first, Math.min(last, start), start, zone);
    if (last > end) sum += recallIntegral(Math.max(first, end), last, end, zone);
  });
  return sum / lengthOf(attack);
}

/** Over times from `first` to `last`, whose nearest alarm is at `border`. */
function recallIntegral(first: number, last: number, border: number, zone: Segment): number {
  const E = lengthOf(zone);
  const chance = (y: number): number => {
    const d = Math.abs(border - y);
    return 1 - (d + Math.min(d, y - zone.start, zone.end - y)) / E;
  };
  const { start, end } = zone;
  return integral(chance, first, last, [
    (start + end) / 2,
    (start + border) / 2,
    (end + border) / 2,
  ]);
}

/** The integral of a function that is linear between its breaks: exact by the trapezoidal rule. */
function integral(
  f: (x: number) => number,
  first: number,
  last: number,
  breaks: readonly number[],
): number {
  const inner = breaks.filter((x) => x > first && x < last).sort((a, b) => a - b);
  const points = [first, ...inner, last];
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    sum += ((points[i] - points[i - 1]) * (f(points[i]) + f(points[i - 1]))) / 2;
  }
  return sum;
}
