/** The critical-difference diagram of a comparison over several data sets. */
import { criticalDifferenceDiagram, renderSvg } from '@anodec/charts';
import type { Chart } from '../document.js';
import type { Comparison } from './comparison.js';

/** Draws the diagram; undefined for a comparison on one data set. */
export async function drawDiagram({ ranks }: Comparison): Promise<Chart | undefined> {
  if (!ranks) return undefined;
  const title = `${ranks.metric.title}: mean ranks over ${ranks.dataSets.length} data sets`;
  const detectors = ranks.contenders.map((name, i) => ({ name, rank: ranks.meanRanks[i] }));
  const { criticalDifference, groups } = ranks;
  const spec = criticalDifferenceDiagram({ title, detectors, criticalDifference, groups });
  return { title, svg: await renderSvg(spec) };
}
