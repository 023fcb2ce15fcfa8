/** What of a run depends on earlier rows than a window holds, and so is no part of a function of windows. */
import type { FittedAlarmPolicy } from '@anodec/eval';
import { thresholds } from '@anodec/eval';
import type { Preprocessing } from '@anodec/preprocess';

/** A sentence for each part of the run that a scorer of single windows leaves out. */
export function leftOutOf(preprocessing: Preprocessing, alarmPolicy: FittedAlarmPolicy): string[] {
  const { config, threshold } = alarmPolicy;
  const { drift, smoothing } = config;
  const moves = thresholds.get(config.threshold.kind).moves && threshold.sawLabels === false;
  return [
    ...(preprocessing.recentring
      ? ['Channels whose level drifted for hours are not re-centred (setting recentre).']
      : []),
    ...(drift.kind === 'none'
      ? []
      : [`Errors of drifting channels are not attenuated (setting drift: ${drift.kind}).`]),
    ...(smoothing.kind === 'none'
      ? []
      : [`Scores are not smoothed over rows (setting smoothing: ${smoothing.kind}).`]),
    ...(moves
      ? [`The threshold does not move with the rows (setting threshold: ${config.threshold.kind}).`]
      : []),
    'Rows above the threshold are not joined to alarms (settings alarms).',
  ];
}
