/** The state of a device as a file that an app reads: `output/deviceState/<id>.json`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, isRecord } from '@anodec/core';
import { errorCode, fileError, readJsonFile, writeJsonFile } from '@anodec/files';

/** Why a state is what it is. */
export const STATE_REASONS = {
  usual: 'the score is not above the threshold',
  unusual: 'the score is above the threshold',
  'no model': 'no model was trained for the device',
  'few days': 'the model knows 30 days or fewer',
  unused: 'the device was not used',
  'no readings': 'the log has too few readings of the device',
} as const;

export type StateReason = keyof typeof STATE_REASONS;

/** The state of a device on a day. */
export interface DeviceState {
  readonly state: 'stable' | 'unstable';
  readonly device: string;
  /** The day, `YY.MM.DD`. */
  readonly date: string;
  readonly reason: StateReason;
  /** Null where the day was not scored. */
  readonly score: number | null;
  readonly threshold: number | null;
  /** The model that scored it; null where there is none. */
  readonly model: string | null;
}

/** The folder of the states below a folder of data. */
export function stateFolder(folder: string): string {
  return join(folder, 'output', 'deviceState');
}

/** Writes a state in one step. @returns the path @throws DataError when it cannot be written */
export async function writeState(folder: string, state: DeviceState): Promise<string> {
  const path = join(stateFolder(folder), `${state.device}.json`);
  await writeJsonFile(path, state);
  return path;
}

/** A state that says nothing of the day that was looked at. */
export interface StaleState {
  readonly device: string;
  /** The day that it is of; undefined where the file does not say. */
  readonly date: string | undefined;
}

/** States of other days, of devices that are no longer listed too. @throws DataError when the folder cannot be read */
export async function staleStates(folder: string, date: string): Promise<StaleState[]> {
  const names = await readdir(stateFolder(folder)).catch((error: unknown): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, stateFolder(folder), 'read');
  });
  const stale: StaleState[] = [];
  for (const name of names.filter((file) => file.endsWith('.json')).sort()) {
    const document = await readJsonFile(join(stateFolder(folder), name)).catch((error: unknown) => {
      if (error instanceof DataError) return undefined; // damaged: it says nothing of any day
      throw error;
    });
    const own = isRecord(document) && typeof document.date === 'string' ? document.date : undefined;
    if (own !== date) stale.push({ device: name.replace(/\.json$/, ''), date: own });
  }
  return stale;
}
