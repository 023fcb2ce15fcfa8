/** The score of a test recording over time. */
import { scoreTimeline } from '@anodec/charts';
import { readPlotted, shownParts, shownScore, titleEnd } from './read-plotted.js';
import type { RunPlot } from './run-plot.js';

/** Points of a line that can be zoomed. */
const ZOOMED = 16_000;

export const score: RunPlot = {
  summary: 'score over time with threshold, attacks and alarms',
  settings: ['number', 'day'],
  async draw(trained, { config, zoomable }) {
    const recording = await readPlotted(trained, config);
    return scoreTimeline({
      ...shownParts(recording),
      ...shownScore(recording),
      title: `Score of ${recording.name}${titleEnd(trained, config)}`,
      ...(zoomable && { points: ZOOMED }),
    });
  },
};
