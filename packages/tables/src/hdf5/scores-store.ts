/** Scores of a run in the processed store, under `df_errors_<version>` as the original kept them. */
import { checkShape, DataError, type Clock } from '@anodec/core';
import { millisecondsOf, nanosecondsOf } from './nanoseconds.js';
import { writePandasFrame, type PandasBlock } from './pandas-frame.js';
import { updateStore, type Store } from './store.js';

/** One score for each row or window. */
export interface StoredErrors {
  /** (N), the time of the last row that the score is about, in the clock of the recording. */
  readonly timestamps: Float64Array;
  readonly clock: Clock;
  /** (N), mean squared error in scaled units; the name is kept whatever the detector's score is. */
  readonly mse: Float32Array;
}

/**
 * Keeps the scores of a run; those of the same version are replaced.
 *
 * @param path the processed store
 * @param version number of the run
 */
export function writeErrors(path: string, version: number, errors: StoredErrors): Promise<void> {
  const { timestamps, mse, clock } = errors;
  checkShape('timestamps', timestamps, mse.length);
  return updateStore(path, (draft) => {
    const { file, path: group } = draft.claim(errorsKey(version));
    const rows = Float64Array.from(mse, (_, n) => n);
    const time: PandasBlock =
      clock === 'utc'
        ? { items: ['timestamp'], values: nanosecondsOf(timestamps), kind: 'datetime64' }
        : { items: ['timestamp'], values: timestamps };
    writePandasFrame(file, group, { name: 'row', values: rows, kind: 'float' }, [
      { items: ['mse'], values: mse },
      time,
    ]);
    file.setAttributes(group, { clock });
  });
}

/** @throws DataError when the store has no scores of this version */
export function readErrors(store: Store, version: number): StoredErrors {
  const { file, path } = store.group(errorsKey(version));
  const read = (name: string) =>
    file.readRows(`${path}/${name}`, 0, file.shape(`${path}/${name}`)[0]);
  const times = read('block1_values');
  const { clock } = file.attributes(path);
  if (clock !== 'utc' && clock !== 'elapsed' && clock !== 'rows') {
    throw new DataError(
      `${errorsKey(version)} in ${store.path} must be scores, got something else. Score again.`,
    );
  }
  return {
    timestamps: times instanceof BigInt64Array ? millisecondsOf(times) : (times as Float64Array),
    clock,
    mse: read('block0_values') as Float32Array,
  };
}

function errorsKey(version: number): string {
  return `df_errors_${version}`;
}
