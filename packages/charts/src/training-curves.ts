/** Training and validation loss over the epochs. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** One epoch of training. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly trainLoss: number;
  /** Absent where no validation rows were held out. */
  readonly validLoss?: number;
}

/**
 * Loss over the epochs, on a logarithmic scale: the later half of training is where models differ.
 *
 * @param bestEpoch the epoch whose weights were kept, marked where given
 */
export function trainingCurves(points: readonly TrainingPoint[], bestEpoch?: number): ChartSpec {
  const values = points.flatMap(({ epoch, trainLoss, validLoss }) => [
    { epoch, loss: trainLoss, rows: 'training' },
    ...(validLoss === undefined ? [] : [{ epoch, loss: validLoss, rows: 'validation' }]),
  ]);
  const logarithmic = values.every(({ loss }) => loss > 0);
  const x = {
    field: 'epoch',
    type: 'quantitative',
    title: 'Epoch',
    axis: { grid: false, tickMinStep: 1, format: 'd' },
    scale: { nice: false },
  };
  const y = {
    field: 'loss',
    type: 'quantitative',
    title: 'Loss',
    scale: logarithmic ? { type: 'log' } : { zero: false },
  };
  const scale = { domain: ['training', 'validation'], range: [COLOURS.blue, COLOURS.vermilion] };
  const curves = {
    mark: { type: 'line', strokeWidth: 2, point: { size: 24 } },
    encoding: { x, y, color: { field: 'rows', type: 'nominal', scale } },
  };
  const best = values.find(({ epoch, rows }) => epoch === bestEpoch && rows === 'validation');
  const marker = {
    data: { values: best ? [best] : [] },
    mark: { type: 'point', size: 160, strokeWidth: 2, color: COLOURS.ink },
    encoding: { x, y },
  };
  const label = {
    ...marker,
    mark: {
      type: 'text',
      dy: -14,
      fontSize: 11,
      color: COLOURS.ink,
      text: `kept: epoch ${bestEpoch}`,
    },
  };
  return chart({
    title: 'Training',
    width: 560,
    height: 220,
    data: { values },
    layer: best ? [curves, marker, label] : [curves],
  });
}
