/**
 * All metrics, in the order of the lines of a report. To add one: a file in `panel/`, a line here;
 * from outside the package, `registerMetric`.
 */
import { ConfigError } from '@anodec/core';
import type { Metric, MetricDescription } from './metric.js';
import { affiliationF1 } from './panel/affiliation-f1.js';
import { affiliationPrecision } from './panel/affiliation-precision.js';
import { affiliationRecall } from './panel/affiliation-recall.js';
import { alarms } from './panel/alarms.js';
import { auprc } from './panel/auprc.js';
import { auroc } from './panel/auroc.js';
import { bestF1 } from './panel/best-f1.js';
import { channelHitRate } from './panel/channel-hit-rate.js';
import { compositeF1 } from './panel/composite-f1.js';
import { delay90 } from './panel/delay-90.js';
import { detectedAttacks } from './panel/detected-attacks.js';
import { detectedDuringEarlierAlarm } from './panel/detected-during-earlier-alarm.js';
import { enhancedTimeAwareF1 } from './panel/enhanced-time-aware-f1.js';
import { enhancedTimeAwarePrecision } from './panel/enhanced-time-aware-precision.js';
import { enhancedTimeAwareRecall } from './panel/enhanced-time-aware-recall.js';
import { eventF1 } from './panel/event-f1.js';
import { eventPrecision } from './panel/event-precision.js';
import { eventRecall } from './panel/event-recall.js';
import { f1 } from './panel/f1.js';
import { falseAlarmRate } from './panel/false-alarm-rate.js';
import { falseRowShare } from './panel/false-row-share.js';
import { hitRate100 } from './panel/hit-rate-100.js';
import { hitRate150 } from './panel/hit-rate-150.js';
import { interpretation100 } from './panel/interpretation-100.js';
import { interpretation150 } from './panel/interpretation-150.js';
import { mcc } from './panel/mcc.js';
import { medianDelay } from './panel/median-delay.js';
import { missedRowShare } from './panel/missed-row-share.js';
import { nabLowFalse } from './panel/nab-low-false.js';
import { nabLowMissed } from './panel/nab-low-missed.js';
import { nab } from './panel/nab.js';
import { ndcg100 } from './panel/ndcg-100.js';
import { ndcg150 } from './panel/ndcg-150.js';
import { pointAdjustedF1At20 } from './panel/point-adjusted-f1-20.js';
import { pointAdjustedF1Area } from './panel/point-adjusted-f1-area.js';
import { pointAdjustedF1 } from './panel/point-adjusted-f1.js';
import { precision } from './panel/precision.js';
import { prevalence } from './panel/prevalence.js';
import { rangeAucPr } from './panel/range-auc-pr.js';
import { rangeAucRoc } from './panel/range-auc-roc.js';
import { rangeF1 } from './panel/range-f1.js';
import { rangePrecision } from './panel/range-precision.js';
import { rangeRecallFront } from './panel/range-recall-front.js';
import { rangeRecall } from './panel/range-recall.js';
import { recall } from './panel/recall.js';
import { timeAwareF1 } from './panel/time-aware-f1.js';
import { timeAwarePrecision } from './panel/time-aware-precision.js';
import { timeAwareRecall } from './panel/time-aware-recall.js';
import { timeInAlarm } from './panel/time-in-alarm.js';
import { vusPr } from './panel/vus-pr.js';
import { vusRoc } from './panel/vus-roc.js';

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
  compositeF1,
  f1,
  precision,
  recall,
  mcc,
  falseRowShare,
  missedRowShare,
  auprc,
  auroc,
  bestF1,
  vusPr,
  vusRoc,
  rangeAucPr,
  rangeAucRoc,
  prevalence,
  rangeF1,
  rangePrecision,
  rangeRecall,
  rangeRecallFront,
  affiliationF1,
  affiliationPrecision,
  affiliationRecall,
  timeAwareF1,
  timeAwarePrecision,
  timeAwareRecall,
  enhancedTimeAwareF1,
  enhancedTimeAwarePrecision,
  enhancedTimeAwareRecall,
  nab,
  nabLowFalse,
  nabLowMissed,
  pointAdjustedF1,
  pointAdjustedF1At20,
  pointAdjustedF1Area,
  channelHitRate,
  hitRate100,
  hitRate150,
  interpretation100,
  interpretation150,
  ndcg100,
  ndcg150,
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

/** All metrics, in the order of their lines. */
export function allMetrics(): Metric[] {
  return [...metrics.values()];
}

/** All metrics without their arithmetic: plain data that makes a report self-contained. */
export function describeMetrics(): MetricDescription[] {
  return allMetrics().map(({ compute: _compute, ...description }) => description);
}
