/** ROC and precision-recall curves of a report. */
import { rankingCurve, renderSvg } from '@anodec/charts';
import type { RankingCurves } from '@anodec/metrics';
import type { Chart } from './document.js';

/** Draws both, and what a score reaches that knows nothing. */
export async function drawCurves({ points, operating }: RankingCurves): Promise<Chart[]> {
  const share = points.at(-1)?.precision ?? 0; // every row flagged: the share of attack rows
  const roc = rankingCurve({
    title: 'ROC',
    x: 'False-positive rate',
    y: 'Recall',
    points: points.map(({ falsePositiveRate, recall }) => ({ x: falsePositiveRate, y: recall })),
    operating: operating && { x: operating.falsePositiveRate, y: operating.recall },
    chance: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  });
  const precisionRecall = rankingCurve({
    title: 'Precision and recall',
    x: 'Recall',
    y: 'Precision',
    points: points.map(({ recall, precision }) => ({ x: recall, y: precision })),
    operating: operating && { x: operating.recall, y: operating.precision },
    chance: [
      { x: 0, y: share },
      { x: 1, y: share },
    ],
  });
  return [
    { title: 'ROC', svg: await renderSvg(roc) },
    { title: 'Precision and recall', svg: await renderSvg(precisionRecall) },
  ];
}
