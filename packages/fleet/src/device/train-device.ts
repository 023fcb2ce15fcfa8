/** The training of one device: its tables into a data set that nobody keeps, a run that stays, and its record. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { modelHash, prepareTables, trainRun } from '@anodec/pipeline';
import { keyOf } from '@anodec/tune';
import { z } from 'zod';
import type { TrainSettings } from '../config.js';
import type { Device } from '../devices/list-devices.js';
import { readDeviceRecord, writeDeviceRecord } from '../state/device-record.js';
import { hashFiles, stampFiles } from '../state/file-stamp.js';
import { fleetPaths } from '../state/layout.js';
import { isModelWhole } from '../state/whole-model.js';

/** What came of a training. */
export const Trained = z.strictObject({
  /** Whether it was trained; files with the same contents are not trained on again. */
  trained: z.boolean(),
  run: z.string(),
  seconds: z.number(),
});

export type Trained = z.output<typeof Trained>;

/**
 * Trains a device, unless it was trained on the same contents with the same settings and its model is as it was left.
 *
 * A new run is taken into use in one step, when it is finished; the one before it is kept until the next training,
 * for whoever reads it meanwhile.
 *
 * @throws DataError when a table cannot be read or is too short
 */
export async function trainDevice(
  fleet: string,
  { id, files }: Device,
  settings: TrainSettings,
): Promise<Trained> {
  const start = performance.now();
  const seconds = (): number => Number(((performance.now() - start) / 1000).toFixed(3));
  const stamps = await stampFiles(files);
  const contents = await hashFiles(files);
  const key = keyOf(settings);
  const before = await readDeviceRecord(fleet, id);
  const runs = fleetPaths(fleet).runs(id);
  if (
    before?.contents === contents &&
    before.settings === key &&
    (await isModelWhole(fleet, before))
  ) {
    await writeDeviceRecord(fleet, { ...before, files: stamps });
    return { trained: false, run: before.run, seconds: seconds() };
  }
  const { run, detector, channels, rows } = await fitDevice({ id, files }, runs, settings);
  const model = await modelHash(join(runs, run));
  await writeDeviceRecord(fleet, {
    formatVersion: 1,
    device: id,
    settings: key,
    files: stamps,
    contents,
    run,
    ...(model !== undefined && { model }),
    ...(before && before.run !== run && { former: before.run }),
    detector,
    channels,
    rows,
    trained: new Date().toISOString(),
    seconds: seconds(),
  });
  // where runs were lost, the new one may have the name of an old one
  if (before?.former !== undefined && before.former !== run)
    await rm(join(runs, before.former), { recursive: true, force: true });
  return { trained: true, run, seconds: seconds() };
}

async function fitDevice({ id, files }: Device, runs: string, settings: TrainSettings) {
  const dataRoot = await mkdtemp(join(tmpdir(), 'anodec-device-'));
  try {
    const { reading, prepare, ...training } = settings;
    const paths = { dataRoot, dataset: id, logs: runs };
    await prepareTables({ normal: files, paths, source: reading, prepare });
    const trained = await trainRun({
      ...training,
      paths,
      baselines: { baselines: ['none'] },
      logging: { logger: 'none' },
    });
    const { frames } = trained.recordings;
    return {
      run: basename(trained.run.path),
      detector: trained.metrics.detector ?? settings.detector.kind,
      channels: frames[0].channels.length,
      rows: frames.reduce((sum, { timestamps }) => sum + timestamps.length, 0),
    };
  } finally {
    await rm(dataRoot, { recursive: true, force: true });
  }
}
