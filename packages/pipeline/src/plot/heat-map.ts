/** The channel scores of a test recording over time. */
import { heatMap } from '@anodec/charts';
import { DataError } from '@anodec/core';
import { binMaxima } from '@anodec/metrics';
import { readPlotted, scaleOf, shownParts, titleEnd } from './read-plotted.js';
import type { RunPlot } from './run-plot.js';

/** Stretches of rows in a still chart, and in one that can be zoomed. */
const BINS = { still: 240, zoomed: 600 } as const;

export const heatmap: RunPlot = {
  summary: 'scores of all channels over time, as colours',
  settings: ['number', 'day'],
  async draw(trained, { config, zoomable }) {
    const recording = await readPlotted(trained, config);
    const { frame, detection, rows } = recording;
    const { channels } = frame;
    const C = channels.length;
    if (!detection.channelScores) {
      throw new DataError(
        `The detector must score channels for a heat map, got ${trained.detectors[0].title}, which scores ` +
          'rows only. Draw the score instead.',
      );
    }
    const bins = Math.min(zoomable ? BINS.zoomed : BINS.still, rows.end - rows.start);
    const scores = detection.channelScores.subarray(rows.start * C, rows.end * C);
    return heatMap({
      ...shownParts(recording),
      channels,
      bins,
      maxima: binMaxima(scores, C, bins),
      threshold: scaleOf(recording),
      title: `Channel scores of ${recording.name}${titleEnd(trained, config)}`,
    });
  },
};
