/** The batch-size search of a data set: speeds, chart and numbers. */
import { join } from 'node:path';
import { markedCurve, renderSvg } from '@anodec/charts';
import { writeFileAtomic, writeJsonFile } from '@anodec/files';
import {
  type AutoencoderConfig,
  type BatchSizeFinding,
  type BatchSizeSearch,
  type BatchTrial,
  findBatchSize,
  measureSteps,
  type ProbeSource,
} from '@anodec/model';
import { type GivenTrainSettings, parseTrainSettings, settingsId } from '@anodec/pipeline';
import { type FindListeners, openProbe } from './open-probe.js';

/** What a search found, and where it is written. */
export interface FoundBatchSize extends BatchSizeFinding {
  readonly chart: string;
  readonly numbers: string;
}

/**
 * Measures batch sizes on the normal recordings of a data set; no run is made.
 *
 * @param given settings of the training that is to come
 * @param output folder of batch-size.svg and batch-size.json
 * @throws ConfigError when the detector is not trained in steps
 * @throws StoppedError when the signal was raised; nothing is written
 */
export async function searchBatchSize(
  given: GivenTrainSettings,
  search: BatchSizeSearch,
  output: string,
  listeners: FindListeners = {},
): Promise<FoundBatchSize> {
  const settings = parseTrainSettings(given);
  const { source, config } = await openProbe(settings, listeners);
  const measure = async (batchSize: number): Promise<BatchTrial> => {
    const { model, batches } = await source.open({ batchSize });
    try {
      const { trialSeconds } = search;
      const { signal } = listeners;
      const { learningRate } = config;
      const measured = await measureSteps(model, batches, learningRate, trialSeconds, signal);
      return { batchSize, ...measured };
    } finally {
      model.dispose();
    }
  };
  const largest = Math.min(search.maxBatchSize, await windowsOfEpoch(source, config));
  const finding = await findBatchSize(measure, { ...search, maxBatchSize: largest }, listeners);
  const { trials, suggestion } = finding;
  const [chart, numbers] = ['svg', 'json'].map((kind) => join(output, `batch-size.${kind}`));
  const spec = markedCurve({
    title: 'Batch sizes',
    x: 'Batch size',
    base: 2,
    y: 'Windows per second',
    points: trials.map(({ batchSize, windowsPerSecond }) => ({
      x: batchSize,
      y: windowsPerSecond,
    })),
    mark: { x: suggestion, label: `suggested ${suggestion}` },
  });
  await writeFileAtomic(chart, await renderSvg(spec));
  await writeJsonFile(numbers, { settingsId: settingsId(settings), search, ...finding });
  return { ...finding, chart, numbers };
}

/** No batch is larger than an epoch. */
async function windowsOfEpoch(source: ProbeSource, config: AutoencoderConfig): Promise<number> {
  const { model, batches } = await source.open();
  model.dispose();
  return config.sampleSize > 0 ? config.sampleSize : batches.trainWindows;
}
