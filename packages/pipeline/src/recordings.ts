/** Recordings of the processed store. */
import { DataError } from '@anodec/core';
import { collectRecordings, type PreprocessConfig, type RecordingSet } from '@anodec/preprocess';
import { openStore } from '@anodec/tables';

/**
 * Reads the frames whose keys are `key`, `key_2`, …, averages them to the interval of the settings
 * and treats their missing readings.
 *
 * @throws DataError when the store or the key is not there, or missing readings are refused
 */
export async function readRecordings(
  path: string,
  key: string,
  config: PreprocessConfig,
): Promise<RecordingSet> {
  const store = await openStore(path);
  try {
    const keys = store.keys.filter((name) => new RegExp(`^${key}(_\\d+)?$`).test(name));
    if (keys.length === 0) {
      throw new DataError(
        `${path} must hold ${key}, got ${store.keys.join(', ') || 'nothing'}. ` +
          'Prepare the data set again.',
      );
    }
    const frames = keys.map((name) => store.readFrame(name));
    return collectRecordings(frames, config, (i) => `${keys[i]} of ${path}`);
  } finally {
    store.close();
  }
}
