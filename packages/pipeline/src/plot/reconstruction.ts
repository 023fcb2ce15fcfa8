/** Recorded readings of some channels beside those that the detector expected. */
import { signalComparison } from '@anodec/charts';
import { DataError, type Segment, selectChannels } from '@anodec/core';
import { defaultSignals } from '@anodec/data';
import { expectedReadings } from '@anodec/preprocess';
import { signalOf } from '@anodec/report';
import { expectedAround } from '../evaluate/expected-around.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { type PlottedRecording, readPlotted, shownParts, titleEnd } from './read-plotted.js';
import type { RunPlot } from './run-plot.js';

/** Points of a line in a still chart, and in one that can be zoomed. */
const POINTS = { still: 1600, zoomed: 8000 } as const;

export const reconstruction: RunPlot = {
  summary: 'recorded and expected readings of channels',
  settings: ['signals', 'number', 'day'],
  async draw(trained, { config, zoomable }) {
    const recording = await readPlotted(trained, config);
    const { frame, rows } = recording;
    const signals = config.signals ?? defaultSignals(frame.channels);
    selectChannels(frame, signals); // refuses a channel that there is none of
    const expected = await expectedOf(trained, recording, rows);
    const drawn = { ...recording, expected };
    return signalComparison({
      ...shownParts(recording),
      signals: signals.map((name) => signalOf(drawn, name, rows)),
      title: `Recorded and expected readings${titleEnd(trained, config)}`,
      points: zoomable ? POINTS.zoomed : POINTS.still,
    });
  },
};

/** (T, C), what the primary detector expected of the rows, in the units of the sensors less their offsets. */
async function expectedOf(
  { detectors: [primary], preprocessing }: TrainedRun,
  { prepared }: PlottedRecording,
  rows: Segment,
): Promise<Float32Array> {
  const scaled = await expectedAround(primary, prepared, [rows]);
  if (scaled) return expectedReadings(preprocessing, scaled, prepared.inputs);
  throw new DataError(
    `The detector must expect readings for this chart, got ${primary.title}, which scores rows without ` +
      'expecting any. Draw the score or the heat map instead.',
  );
}
