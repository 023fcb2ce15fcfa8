/** The learning-rate search of a data set: range test, chart and numbers. */
import { join } from 'node:path';
import { markedCurve, renderSvg } from '@anodec/charts';
import { writeFileAtomic, writeJsonFile } from '@anodec/files';
import { findLearningRate, type LearningRateFinding, type LearningRateSearch } from '@anodec/model';
import { type GivenTrainSettings, parseTrainSettings, settingsId } from '@anodec/pipeline';
import { type FindListeners, openProbe } from './open-probe.js';

/** What a search found, and where it is written. */
export interface FoundLearningRate extends LearningRateFinding {
  readonly chart: string;
  readonly numbers: string;
}

/**
 * Raises the learning rate step by step on the normal recordings of a data set; no run is made.
 *
 * @param given settings of the training that is to come
 * @param output folder of learning-rate.svg and learning-rate.json
 * @throws ConfigError when the detector is not trained in steps
 * @throws StoppedError when the signal was raised; nothing is written
 */
export async function searchLearningRate(
  given: GivenTrainSettings,
  search: LearningRateSearch,
  output: string,
  listeners: FindListeners = {},
): Promise<FoundLearningRate> {
  const settings = parseTrainSettings(given);
  const { source } = await openProbe(settings, listeners);
  const { model, batches } = await source.open();
  try {
    const finding = await findLearningRate(model, batches, search, listeners);
    const { points, trend, suggestion } = finding;
    const [chart, numbers] = ['svg', 'json'].map((kind) => join(output, `learning-rate.${kind}`));
    const spec = markedCurve({
      title: 'Learning-rate range test',
      x: 'Learning rate',
      base: 10,
      y: 'Loss',
      points: trend.map(({ learningRate: x, loss: y }) => ({ x, y })),
      raw: points.map(({ learningRate: x, loss: y }) => ({ x, y })),
      ...(suggestion !== null && {
        mark: { x: suggestion, label: `suggested ${suggestion.toPrecision(2)}` },
      }),
    });
    await writeFileAtomic(chart, await renderSvg(spec));
    await writeJsonFile(numbers, { settingsId: settingsId(settings), search, ...finding });
    return { ...finding, chart, numbers };
  } finally {
    model.dispose();
  }
}
