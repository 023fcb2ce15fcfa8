/** What a training of one pair of networks writes into its folder beside the weights. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError, writeFileAtomic } from '@anodec/files';
import { createEventWriter, type EventWriter } from 'tensorboard-logger';
import type { SettledConfig } from '../config.js';
import type { BuiltGan } from '../gan-networks.js';
import { type Scale, unscaleDays } from '../scaling.js';
import { drawDays } from '../training/day-picture.js';
import { type LossHistory, lossesCsv } from '../training/losses-log.js';
import { generateSamples, SAMPLES_PER_CLASS, samplesCsv } from '../training/samples.js';
import type { GanReport } from '../training/train-pair.js';
import type { WeightArrays } from '../weights.js';
import { writePair } from './gan-file.js';

/** The state that a stopped training continues from. */
const CHECKPOINT = 'last.ckpt';

/** The log of one pair. */
export interface PairLog {
  /** Reads the checkpoint; undefined where there is none. @throws DataError when it cannot be read */
  readCheckpoint(): Promise<{ readonly bytes: Uint8Array; readonly path: string } | undefined>;
  writeCheckpoint(bytes: Uint8Array): Promise<void>;
  /** TensorBoard's scalars and picture, and with `snapshots` weights and days at that iteration. */
  report(report: GanReport, weights: () => Promise<WeightArrays>): Promise<void>;
  /** `generator.safetensors`, `discriminator.safetensors` and `losses.csv`. */
  finish(arrays: WeightArrays, losses: LossHistory): Promise<void>;
  close(): void;
}

/**
 * Opens the log of a pair.
 *
 * @param folder is made where it is missing
 * @param built the networks that are trained
 */
export function openPairLog(
  folder: string,
  built: BuiltGan,
  config: SettledConfig,
  scale: Scale,
): PairLog {
  let events: EventWriter | undefined;
  const path = join(folder, CHECKPOINT);
  return {
    async readCheckpoint() {
      try {
        return { bytes: await readFile(path), path };
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw fileError(error, path, 'read');
      }
    },
    writeCheckpoint: (bytes) => writeFileAtomic(path, bytes),
    async report({ iteration, losses }, weights) {
      // what a killed training wrote after its last checkpoint is not to be shown twice
      events ??= createEventWriter(folder, { purgeStep: iteration });
      const tags = Object.entries(losses).map(([name, value]) => [`loss/${name}`, value] as const);
      events.scalars(Object.fromEntries(tags), iteration);
      const arrays = await weights();
      const samples = await generateSamples(built, arrays, config);
      events.image('generated', drawDays(samples, SAMPLES_PER_CLASS), iteration);
      if (!config.snapshots) return;
      const place = join(folder, 'snapshots');
      await writePair(place, arrays, `${iteration}-`);
      const csv = samplesCsv(samples, (days) => unscaleDays(days, scale));
      await writeFileAtomic(join(place, `${iteration}-days.csv`), csv);
    },
    async finish(arrays, losses) {
      await writePair(folder, arrays);
      await writeFileAtomic(join(folder, 'losses.csv'), lossesCsv(losses));
    },
    close: () => events?.close(),
  };
}
