/** The codes of the windows of a test recording on a plane. */
import { latentScatter, type PointColour } from '@anodec/charts';
import { DataError, sliceFrame, UNKNOWN_LABEL, type WindowCodes } from '@anodec/core';
import { placeAttacks, rowLabels } from '@anodec/metrics';
import { projections } from '@anodec/classic';
import { windowSizeOf } from '../detectors.js';
import { inputOf } from '../score-frame.js';
import { type PlottedRecording, readPlotted, scaleOf, titleEnd } from './read-plotted.js';
import type { RunPlot } from './run-plot.js';
import type { RunPlotConfig } from './run-plot-config.js';

export const latent: RunPlot = {
  summary: 'codes of windows on a plane, coloured by time, label or error',
  settings: ['number', 'day', 'colour', 'method', 'windows', 'plotSeed'],
  async draw(trained, { config, signal, progress }) {
    const [{ detector, input, title }] = trained.detectors;
    if (!detector.encode) {
      throw new DataError(
        `The detector must have codes for this chart, got ${title}, which has none. Draw the score instead.`,
      );
    }
    const recording = await readPlotted(trained, config);
    const frame = sliceFrame(inputOf(recording.prepared, input), recording.rows);
    const listeners = { ...(signal && { signal }), ...(progress && { progress }) };
    const found = await detector.encode(frame, config.windows, listeners);
    const { colour, method, plotSeed: seed } = config;
    const project = projections[method];
    const { points, shares } = await project(found.values, found.size, { seed, ...listeners });
    return latentScatter({
      title: `Codes of ${found.lastRows.length} windows by ${colour}${titleEnd(trained, config)}`,
      points,
      colour: colourOf(recording, found, windowSizeOf(trained.settings.detector), colour),
      ...(shares && {
        axes: [`First component, ${percent(shares[0])}`, `Second component, ${percent(shares[1])}`],
      }),
    });
  },
};

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} % of the variance`;
}

/** What is known about each window: the time and the error of its last row, and whether any row is under attack. */
function colourOf(
  recording: PlottedRecording,
  { lastRows }: WindowCodes,
  W: number,
  by: RunPlotConfig['colour'],
): PointColour {
  const { frame, detection, rows } = recording;
  const last = Array.from(lastRows, (row) => rows.start + row);
  if (by === 'time') {
    const values = Float64Array.from(last, (t) => frame.timestamps[t]);
    return { by, clock: frame.clock, values };
  }
  if (by === 'error') {
    return { by, values: last.map((t) => detection.score[t]), threshold: scaleOf(recording) };
  }
  const placed = recording.listed ? placeAttacks(frame, recording.attacks) : undefined;
  const labels = rowLabels(frame, placed);
  const values = last.map((t) => {
    const own = labels.subarray(t - W + 1, t + 1);
    if (own.includes(1)) return 1;
    return own.includes(UNKNOWN_LABEL) ? UNKNOWN_LABEL : 0;
  });
  return { by, values };
}
