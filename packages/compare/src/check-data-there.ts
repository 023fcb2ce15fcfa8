/** Whether the data set of a run lies where the run says, seen from the working folder. */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { DataError } from '@anodec/core';
import { interimStore, processedStore, readProvenance, type TrainedRun } from '@anodec/pipeline';

/**
 * Checks that the data set of a run can be found; one that was converted but not prepared can.
 *
 * @throws DataError that says where the run was made, as its paths are relative to that folder
 */
export async function checkDataThere({
  run,
  settings: { paths },
}: Pick<TrainedRun, 'run' | 'settings'>): Promise<void> {
  const store = processedStore(paths);
  if (existsSync(store) || existsSync(interimStore(paths))) return;
  const wanted = resolve(store);
  const made = (await readProvenance(run))?.folder;
  const there = made === undefined ? undefined : resolve(made, store);
  const isElsewhere = there !== undefined && there !== wanted;
  const where = isElsewhere ? ` The run was made in ${made}.` : '';
  const copy =
    isElsewhere && existsSync(there)
      ? `Copy ${there} to ${wanted}`
      : `Put the data set ${paths.dataset} that it was trained on there`;
  const missing = `${wanted}, the data set of ${run.path}, must exist, but there is no such file.`;
  if (isAbsolute(store)) throw new DataError(`${missing} ${copy}.`);
  throw new DataError(
    `${missing}${where} The paths of a run are relative to the folder that it was made in. ${copy}, or ` +
      'compare it in that folder.',
  );
}
