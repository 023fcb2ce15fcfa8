/** Normal operation of a data set, read once for all trials that prepare it alike. */
import {
  NORMAL_KEY,
  type PathsConfig,
  processedStore,
  readRecordings,
  type StoredRecordings,
} from '@anodec/pipeline';
import type { PreprocessConfig } from '@anodec/preprocess';
import { keyOf } from '@anodec/tune';

/** Settings that decide what is read. */
interface Reading {
  readonly paths: PathsConfig;
  readonly preprocess: PreprocessConfig;
}

/** A reader that keeps what it read last. */
export function createNormalReader(): (settings: Reading) => Promise<StoredRecordings> {
  let kept: { readonly key: string; readonly recordings: StoredRecordings } | undefined;
  return async ({ paths, preprocess }) => {
    const key = keyOf({ paths, preprocess });
    if (kept?.key === key) return kept.recordings;
    const recordings = await readRecordings(processedStore(paths), NORMAL_KEY, preprocess);
    kept = { key, recordings };
    return recordings;
  };
}
