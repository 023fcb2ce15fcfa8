/** ROC and precision-recall curves of detections. */
import { concatenate, UNKNOWN_LABEL } from '@anodec/core';
import { type CountedRecording, rankingCurves, rankScores } from '@anodec/metrics';
import type { Diagnostics } from '@anodec/report';

/** Curves over rows with a score and a known label; null where one of the two classes has no row. */
export function curvesOf(counted: readonly CountedRecording[]): Diagnostics['curves'] | null {
  const kept = counted.map(({ score, limits, labels }) => {
    const isKept = (_: unknown, t: number): boolean =>
      !Number.isNaN(score[t]) && labels[t] !== UNKNOWN_LABEL;
    const flags = labels.map((_, t) => (score[t] > limits[t] ? 1 : 0));
    return {
      labels: labels.filter(isKept),
      scores: score.filter(isKept),
      flags: flags.filter(isKept),
    };
  });
  const labels = kept.flatMap((one) => [...one.labels]);
  const flags = kept.flatMap((one) => [...one.flags]);
  const scores = concatenate(kept.map((one) => one.scores));
  const flagged = flags.reduce((sum, flag) => sum + flag, 0);
  const hits = flags.reduce((sum, flag, i) => sum + flag * labels[i], 0);
  const curves = rankingCurves(rankScores(labels, scores), { flagged, hits });
  return curves && { ...curves, points: [...curves.points] };
}
