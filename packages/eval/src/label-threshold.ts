/** The alarm policy with a threshold from labelled validation rows. */
import { concatenate, DataError, framePeriod } from '@anodec/core';
import type { FittedAlarmPolicy } from './alarm-policy.js';
import { checkScores, type ScoredFrame } from './scored-frame.js';
import { scoringStage } from './scoring.js';
import { labelledThresholds } from './threshold/labelled/registry.js';

/** Settings of a threshold from labelled rows: its `kind` and its options. */
export interface LabelledThresholdSettings {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/**
 * Replaces the threshold of a policy by the best one on labelled validation rows: normal rows and known
 * attacks that were recorded for it. Test rows must not be among them; that is what an `OracleThreshold` is
 * for, which raises no alarms.
 *
 * @throws DataError when a recording has no labels, or rows of both kinds are not there
 * @throws ShapeError when a recording has other channels than the fit
 */
export function withLabelledThreshold(
  fitted: FittedAlarmPolicy,
  settings: LabelledThresholdSettings,
  validation: readonly ScoredFrame[],
): FittedAlarmPolicy {
  const channels = fitted.norms.map(({ channel }) => channel);
  const { assumedPeriod } = fitted.config;
  const rows = validation.map(({ scores, frame }) => {
    const { timestamps, clock, labels } = frame;
    if (!labels) {
      throw new DataError(
        'Validation rows for a threshold must have labels, got a recording without. Label its rows.',
      );
    }
    checkScores(scores, timestamps.length, frame.channels, channels);
    const time = { clock, period: framePeriod(frame), assumedPeriod };
    return { labels, ...scoringStage(fitted, time).apply({ scores, timestamps }) };
  });
  const score = concatenate(rows.map((row) => row.score));
  const labels = Uint8Array.from(rows.flatMap((row) => [...row.labels]));
  const { value, rule } = labelledThresholds.get(settings.kind).pick(settings, { score, labels });
  const scores = score.filter((one) => !Number.isNaN(one)).length;
  const threshold = { sawLabels: 'validation', kind: settings.kind, value, rule, scores } as const;
  return { ...fitted, threshold };
}
