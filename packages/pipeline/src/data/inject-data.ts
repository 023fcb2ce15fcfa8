/** A data set with injected anomalies beside the one that it was made from. */
import { existsSync } from 'node:fs';
import { ConfigError, frameLength, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { injectAnomalies, type InjectConfig, type InjectedRecording } from '@anodec/simulator';
import { openStore, updateStore, writeAttacks } from '@anodec/tables';
import { ATTACK_KEY, NORMAL_KEY, type PathsConfig, processedStore } from '../settings/paths.js';
import { openDataStore } from './open-data-store.js';

/** Ends the source of tables that were made here. */
const INJECTED = 'with injected anomalies';

/** What was made, and where. */
export interface InjectedDataSet extends InjectedRecording {
  readonly path: string;
  /** What is left to learn from. */
  readonly normalRows: number;
}

/**
 * Takes the last rows of normal operation out of a data set, injects anomalies into them, and writes both as another
 * data set: no test row was learned from.
 *
 * @param name of the new data set; an injected one of that name is replaced
 * @throws ConfigError when the name is that of a data set that was not injected
 * @throws DataError when there is no normal recording, or it is too short
 */
export async function injectIntoDataSet(
  paths: PathsConfig,
  name: string,
  config: InjectConfig,
): Promise<InjectedDataSet> {
  if (name === paths.dataset) {
    throw new ConfigError(
      `An injected data set must not replace ${name}, which it is made from. Give another name ` +
        'with `as`.',
    );
  }
  const path = processedStore({ ...paths, dataset: name });
  await checkReplaceable(path);
  const normal = await readNormal(processedStore(paths));
  const T = frameLength(normal);
  const cut = Math.round(T * (1 - config.share));
  const kept = sliceFrame(normal, { start: 0, end: cut });
  const { frame, attacks } = injectAnomalies(sliceFrame(normal, { start: cut, end: T }), config);
  await updateStore(path, (draft) => {
    draft.remove(() => true); // scores and tables of what was called so before
    draft.writeFrame(NORMAL_KEY, kept);
    draft.writeFrame(ATTACK_KEY, frame);
    for (const key of [NORMAL_KEY, ATTACK_KEY]) {
      draft.setAttributes(key, { source: `${paths.dataset}, ${key} ${INJECTED}` });
    }
    writeAttacks(draft, { attacks, withoutImpact: [] });
  });
  return { frame, attacks, path, normalRows: frameLength(kept) };
}

/** Recordings of a plant are never replaced by injected ones. */
async function checkReplaceable(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const store = await openStore(path);
  try {
    const source = store.keys.includes(ATTACK_KEY) ? store.attributes(ATTACK_KEY).source : '';
    if (typeof source === 'string' && source.endsWith(INJECTED)) return;
  } finally {
    store.close();
  }
  throw new ConfigError(
    `${path} must be absent or hold injected anomalies to be replaced, got another data set. Give ` +
      'another name with `as`.',
  );
}

async function readNormal(path: string): Promise<TimeSeriesFrame> {
  const store = await openDataStore(path);
  try {
    return store.readFrame(NORMAL_KEY);
  } finally {
    store.close();
  }
}
