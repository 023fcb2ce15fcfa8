/** The losses of a training by epoch. */
import { trainingCurves } from '@anodec/charts';
import { DataError } from '@anodec/core';
import { readTrainingPoints } from '../train/training-points.js';
import { titleEnd } from './read-plotted.js';
import type { RunPlot } from './run-plot.js';

export const training: RunPlot = {
  summary: 'losses of training and validation by epoch',
  settings: [],
  async draw(trained) {
    const { points, bestEpoch } = await readTrainingPoints(trained.run);
    if (points.length === 0) {
      throw new DataError(
        `${trained.run.path} must have a training by epochs, but logged none: its detector has no epochs. ` +
          'Draw the score instead.',
      );
    }
    const title = `Training${titleEnd(trained, { day: 'all' })}`;
    return { ...trainingCurves(points, bestEpoch), title };
  },
};
