/** Writes made-up logs of appliances as their receiver would: one file a day, the list of devices, and the labels apart. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkStopped, DataError, type Listeners, silentProgress } from '@anodec/core';
import { errorCode, fileError, writeFileAtomic } from '@anodec/files';
import type { AppliancesSettings } from './config.js';
import { type SimulatedAppliances, simulateAppliances } from './simulate-appliances.js';

/** Files below the folder. */
export const applianceFiles = {
  /** Folder of the daily logs. */
  logs: 'raw',
  devices: 'deviceList.json',
  anomalies: 'anomalies.csv',
} as const;

/** What was written. */
export interface WrittenAppliances {
  /** Folder of the daily logs. */
  readonly logs: string;
  readonly days: number;
  readonly anomalies: string;
  readonly simulated: SimulatedAppliances;
}

/**
 * Writes `raw/log<YY.MM.DD>.csv`, `deviceList.json` and `anomalies.csv`. A file with the same contents is left as it is.
 *
 * @param options.force replaces other contents
 * @throws DataError when another log is there, or one cannot be written; StoppedError on an abort
 */
export async function writeAppliances(
  folder: string,
  settings: AppliancesSettings = {},
  {
    force = false,
    signal,
    progress = silentProgress,
  }: { readonly force?: boolean } & Listeners = {},
): Promise<WrittenAppliances> {
  const simulated = simulateAppliances(settings);
  const logs = join(folder, applianceFiles.logs);
  let days = 0;
  progress.begin('Writing logs', 0, 'days');
  try {
    for (const { file, text } of simulated.logs()) {
      checkStopped(signal, 'writing logs');
      await writeUnless(join(logs, file), text, force);
      progress.update(++days);
    }
  } finally {
    progress.end();
  }
  const list = `${JSON.stringify({ list: simulated.devices }, undefined, 2)}\n`;
  await writeUnless(join(folder, applianceFiles.devices), list, force);
  const anomalies = join(folder, applianceFiles.anomalies);
  await writeUnless(anomalies, labelsText(simulated), force);
  return { logs, days, anomalies, simulated };
}

/** One line for each anomalous day, after a line of names; hours with two decimals. */
function labelsText({ anomalies }: SimulatedAppliances): string {
  const rows = anomalies.map(({ device, date, kind, from, to }) =>
    [device, date, kind, from.toFixed(2), to.toFixed(2)].join(','),
  );
  return ['device,date,kind,from_hour,to_hour', ...rows].map((row) => `${row}\n`).join('');
}

async function writeUnless(path: string, text: string, force: boolean): Promise<void> {
  const old = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path, 'read');
  });
  if (old === text) return;
  if (old !== undefined && !force) {
    throw new DataError(
      `${path} must not be replaced: it is not what these settings make. Choose another folder, or allow it with \`force\`.`,
    );
  }
  await writeFileAtomic(path, text);
}
