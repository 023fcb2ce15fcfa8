/** Scores of a run in the processed store, under `df_errors_<version>` as the original kept them. */
import { existsSync } from 'node:fs';
import { checkShape, DataError, type Clock } from '@anodec/core';
import { millisecondsOf, nanosecondsOf } from './nanoseconds.js';
import { writePandasFrame, type PandasBlock } from './pandas-frame.js';
import { openStore, updateStore, type Store } from './store.js';

/** One score for each row or window. */
export interface StoredErrors {
  /** (N), the time of the last row that the score is about, in the clock of the recording. */
  readonly timestamps: Float64Array;
  readonly clock: Clock;
  /** (N), mean squared error in scaled units; the name is kept whatever the detector's score is. */
  readonly mse: Float32Array;
  /** (N), 1 where the score is above the threshold; absent in stores of the original program. */
  readonly predicted?: Uint8Array;
}

/** Which scores of a run. */
export interface ErrorsPlace {
  /** Number of the run. */
  readonly version: number;
  /** Directory of the run, absolute: another folder of runs may have the same version. */
  readonly run?: string;
  /** Of the recording among the test recordings, from 0. */
  readonly index?: number;
}

/**
 * Writes the scores of a run into the store; earlier ones of the same run are replaced.
 *
 * @param path the processed store
 * @returns the key, such as `df_errors_3`
 * @throws DataError when the key holds scores of a run of the same version in another folder
 */
export async function writeErrors(
  path: string,
  place: ErrorsPlace,
  errors: StoredErrors,
): Promise<string> {
  const { timestamps, mse, clock, predicted } = errors;
  checkShape('timestamps', timestamps, mse.length);
  if (predicted) checkShape('predicted', predicted, mse.length);
  const key = errorsKey(place);
  checkOwnRun(path, key, await ownerOf(path, key), place.run);
  return updateStore(path, (draft) => {
    const { file, path: group } = draft.claim(key);
    const rows = Float64Array.from(mse, (_, n) => n);
    const time: PandasBlock =
      clock === 'utc'
        ? { items: ['timestamp'], values: nanosecondsOf(timestamps), kind: 'datetime64' }
        : { items: ['timestamp'], values: timestamps };
    writePandasFrame(file, group, { name: 'row', values: rows, kind: 'float' }, [
      { items: ['mse'], values: mse },
      time,
      ...(predicted ? [{ items: ['anomaly_predicted'], values: Int8Array.from(predicted) }] : []),
    ]);
    file.setAttributes(group, {
      clock,
      flagged: predicted ? 1 : 0,
      ...(place.run !== undefined && { run: place.run }),
    });
    return key;
  });
}

/** Directory of the run whose scores the store holds in this place; undefined where it is not known. */
export async function readErrorsOwner(
  path: string,
  place: ErrorsPlace,
): Promise<string | undefined> {
  const owner = await ownerOf(path, errorsKey(place));
  return typeof owner === 'string' ? owner : undefined;
}

/** The run whose scores the store holds under a key. */
async function ownerOf(path: string, key: string): Promise<unknown> {
  if (!existsSync(path)) return undefined;
  const store = await openStore(path);
  try {
    return store.keys.includes(key) ? store.attributes(key).run : undefined;
  } finally {
    store.close();
  }
}

function checkOwnRun(path: string, key: string, owner: unknown, run: string | undefined): void {
  if (typeof owner !== 'string' || run === undefined || owner === run) return;
  throw new DataError(
    `${key} of ${path} holds the scores of ${owner}, which must not be replaced by those of ${run}. ` +
      'Score with a run from one folder of runs only, or prepare the data set under another name.',
  );
}

/** Reads scores back. @throws DataError when the store has none of this run */
export function readErrors(store: Store, place: ErrorsPlace): StoredErrors {
  const key = errorsKey(place);
  const { file, path } = store.group(key);
  const read = (name: string) =>
    file.readRows(`${path}/${name}`, 0, file.shape(`${path}/${name}`)[0]);
  const times = read('block1_values');
  const { clock, flagged } = file.attributes(path);
  if (clock !== 'utc' && clock !== 'elapsed' && clock !== 'rows') {
    throw new DataError(`${key} in ${store.path} must be scores, got something else. Score again.`);
  }
  return {
    timestamps: times instanceof BigInt64Array ? millisecondsOf(times) : (times as Float64Array),
    clock,
    mse: read('block0_values') as Float32Array,
    ...(flagged === 1 && {
      predicted: Uint8Array.from(read('block2_values') as Int8Array),
    }),
  };
}

function errorsKey({ version, index = 0 }: ErrorsPlace): string {
  return index === 0 ? `df_errors_${version}` : `df_errors_${version}_${index + 1}`;
}
