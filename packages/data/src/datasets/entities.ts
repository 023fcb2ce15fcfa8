/** Data sets of several machines, whose recordings are read one after the other. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, lookup, type TimeSeriesFrame } from '@anodec/core';
import { updateStore, writeAttacks } from '@anodec/tables';
import type { DataSet, EntityOptions, EntityRecordings } from './data-set.js';

/** The entities whose files are all in the folder, in the order of the data set. */
export function presentEntities({ entities }: DataSet, folder: string): readonly string[] {
  return Object.keys(entities).filter((name) =>
    entities[name].files.every((path) => existsSync(join(folder, path))),
  );
}

/**
 * Reads the recordings of entities one after the other, so that one at a time is in memory.
 *
 * @param names default: all that are in the folder
 * @throws ConfigError when a name is not known; DataError when there is none to read, or a file is
 *   missing or not laid out as published
 */
export async function* readEntities(
  dataSet: DataSet,
  folder: string,
  names: readonly string[] = presentEntities(dataSet, folder),
  options: EntityOptions = {},
): AsyncGenerator<EntityRecordings> {
  if (names.length === 0) {
    throw new DataError(
      `${folder} must have the files of an entity of ${dataSet.title}, got those of none. ` +
        'anodec data sources says how to get them.',
    );
  }
  const entities = names.map((name) => lookup('entity', dataSet.entities, name));
  for (const entity of entities) yield entity.read(folder, options);
}

/**
 * Keeps the recordings of an entity in a processed store, as `data prepare` keeps its own: `df_norm`,
 * `df_norm_2` …, `df_att` and the list of attacks.
 *
 * @throws DataError when the store cannot be written
 */
export function writeEntity(path: string, recordings: EntityRecordings): Promise<void> {
  const { entity, normal, attack, attacks, repairs } = recordings;
  return updateStore(path, (draft) => {
    draft.remove((key) => /^df_(norm|att)(_\d+)?$|^attacks$/.test(key));
    const write = (key: string, frame: TimeSeriesFrame): void => {
      draft.writeFrame(key, frame);
      draft.setAttributes(key, { source: entity });
      draft.addNote(key, 'repairs', JSON.stringify(repairs));
    };
    for (const [n, frame] of normal.entries())
      write(n === 0 ? 'df_norm' : `df_norm_${n + 1}`, frame);
    write('df_att', attack);
    if (attacks.length === 0) return;
    writeAttacks(draft, { attacks, withoutImpact: [] });
    draft.setAttributes('attacks', { source: entity });
  });
}
