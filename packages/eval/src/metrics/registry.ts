/**
 * All metrics, in the order of the columns of a report. To add one: a file in `panel/`, a line here;
 * from outside the package, `registerMetric`.
 */
import { ConfigError } from '@anodec/core';
import type { Metric, MetricDescription } from './metric.js';
import { alarms } from './panel/alarms.js';
import { auprc } from './panel/auprc.js';
import { auroc } from './panel/auroc.js';
import { bestF1 } from './panel/best-f1.js';
import { channelHitRate } from './panel/channel-hit-rate.js';
import { delay90 } from './panel/delay-90.js';
import { detectedAttacks } from './panel/detected-attacks.js';
import { detectedDuringEarlierAlarm } from './panel/detected-during-earlier-alarm.js';
import { eventF1 } from './panel/event-f1.js';
import { eventPrecision } from './panel/event-precision.js';
import { eventRecall } from './panel/event-recall.js';
import { f1 } from './panel/f1.js';
import { falseAlarmRate } from './panel/false-alarm-rate.js';
import { medianDelay } from './panel/median-delay.js';
import { precision } from './panel/precision.js';
import { prevalence } from './panel/prevalence.js';
import { recall } from './panel/recall.js';
import { timeInAlarm } from './panel/time-in-alarm.js';

const metrics = new Map<string, Metric>();

for (const metric of [
  detectedAttacks,
  detectedDuringEarlierAlarm,
  medianDelay,
  delay90,
  alarms,
  timeInAlarm,
  falseAlarmRate,
  eventF1,
  eventPrecision,
  eventRecall,
  channelHitRate,
  f1,
  precision,
  recall,
  auprc,
  auroc,
  bestF1,
  prevalence,
]) {
  registerMetric(metric);
}

/**
 * Adds a metric: every evaluation from then on computes it, every report shows it.
 *
 * @throws ConfigError when the key is taken
 */
export function registerMetric(metric: Metric): void {
  if (metrics.has(metric.key)) {
    throw new ConfigError(`The key of a metric must be new, got ${metric.key}, which is taken.`);
  }
  metrics.set(metric.key, metric);
}

/** All metrics, in the order of their columns. */
export function allMetrics(): Metric[] {
  return [...metrics.values()];
}

/** All metrics without their arithmetic: plain data that makes a report self-contained. */
export function describeMetrics(): MetricDescription[] {
  return allMetrics().map(({ compute: _compute, ...description }) => description);
}
