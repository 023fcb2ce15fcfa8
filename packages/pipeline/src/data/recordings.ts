/** Recordings of the processed store, prepared for detectors and identified by their content. */
import { DataError, frameLength, framePeriod, type TimeSeriesFrame } from '@anodec/core';
import { collectRecordings, type PreprocessConfig, type RecordingSet } from '@anodec/preprocess';
import { ATTACK_KEY, NORMAL_KEY } from '../settings/paths.js';
import { openDataStore } from './open-data-store.js';
import { type RecordedFrame, recordFrame } from './recorded-frame.js';

/** Recordings of one role with what identifies them. */
export interface StoredRecordings extends RecordingSet {
  /** One for each frame, in their order. */
  readonly recorded: readonly RecordedFrame[];
}

/**
 * Reads the frames whose keys are `key`, `key_2`, …, aggregates them to the interval of the settings
 * and treats their missing readings. Rows of normal recordings that are labelled as attack are removed;
 * preparing has counted them.
 *
 * @param trained interval of the training rows in milliseconds, for test recordings: finer ones are
 *   aggregated to it
 * @throws DataError when the store or the key is not there, missing readings are refused, or rows are
 *   coarser than those of training
 */
export async function readRecordings(
  path: string,
  key: string,
  config: PreprocessConfig,
  trained?: number,
): Promise<StoredRecordings> {
  const { frames, recorded } = await readFrames(path, key);
  const nameOf = (i: number): string => `${recorded[i].source} (${recorded[i].key} of ${path})`;
  const normal = key === NORMAL_KEY;
  return { ...collectRecordings(frames, config, nameOf, { trained, normal }), recorded };
}

/** Identifies the recordings of one role, without preparing them. @throws DataError as `readRecordings` */
export async function identifyRecordings(path: string, key: string): Promise<RecordedFrame[]> {
  return (await readFrames(path, key)).recorded;
}

/** Interval of normal rows in milliseconds; undefined where they are only numbered. */
export function trainedPeriod({ frames, averaged }: RecordingSet): number | undefined {
  const timed = frames.find((frame) => frame.clock !== 'rows' && frameLength(frame) >= 2);
  return averaged?.to ?? (timed && framePeriod(timed));
}

async function readFrames(
  path: string,
  key: string,
): Promise<{ frames: TimeSeriesFrame[]; recorded: RecordedFrame[] }> {
  const store = await openDataStore(path);
  try {
    const keys = store.keys.filter((name) => new RegExp(`^${key}(_\\d+)?$`).test(name));
    if (keys.length === 0) {
      const what = key === ATTACK_KEY ? 'a test recording' : 'a recording of normal operation';
      throw new DataError(
        `${path} must hold ${what} (${key}), got ${store.keys.join(', ') || 'nothing'}. ` +
          'Prepare the data set with both kinds of tables.',
      );
    }
    const frames = keys.map((name) => store.readFrame(name));
    const recorded = keys.map((name, i) => {
      const { source = name } = store.attributes(name);
      return recordFrame({ store: path, key: name, source: String(source) }, frames[i]);
    });
    return { frames, recorded };
  } finally {
    store.close();
  }
}
