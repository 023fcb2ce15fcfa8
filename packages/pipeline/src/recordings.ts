/** Recordings of the processed store, prepared for detectors and identified by their content. */
import { DataError } from '@anodec/core';
import {
  collectRecordings,
  type PreprocessConfig,
  type RecordingSet,
  withoutLabelledRows,
} from '@anodec/preprocess';
import { openStore } from '@anodec/tables';
import { ATTACK_KEY, NORMAL_KEY } from './paths.js';
import { type RecordedFrame, recordFrame } from './recorded-frame.js';

/** Recordings of one role with what identifies them. */
export interface StoredRecordings extends RecordingSet {
  /** One for each frame, in their order. */
  readonly recorded: readonly RecordedFrame[];
}

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
): Promise<StoredRecordings> {
  const store = await openStore(path);
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
    const collected = collectRecordings(frames, config, (i) => `${keys[i]} of ${path}`);
    // rows of normal recordings under attack must not be learned from; preparing has counted them
    const used =
      key === NORMAL_KEY
        ? collected.frames.map((frame, i) => withoutLabelledRows(frame, recorded[i].source).frame)
        : collected.frames;
    return { ...collected, frames: used, recorded };
  } finally {
    store.close();
  }
}
