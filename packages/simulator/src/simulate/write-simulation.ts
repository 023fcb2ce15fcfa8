/**
 * Simulates the plant and writes what its historian would have exported: two workbooks of normal
 * operation, one under attack, and the list of attacks, in the folder layout of the originals.
 *
 * All files are written as drafts first and moved into place together once all are complete.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkStopped, formatTime, parseConfig, type Progress, silentProgress } from '@anodec/core';
import { createWorkbookWriter, type WorkbookWriter } from '@anodec/tables';
import { fileError } from '@anodec/files';
import { type ScheduledAttack, scheduleAttacks, simulatePlant } from '../plant/index.js';
import { writeAttackList } from './attack-list.js';
import {
  attackSpan,
  normalSpan,
  SimulateConfig,
  type SimulateSettings,
  type Span,
} from './config.js';
import { labelRuns, listAttacks, type ListedAttack, missingSeconds } from './label-runs.js';
import {
  checkReplaceable,
  fileSize,
  MANIFEST,
  SIMULATOR_VERSION,
  type SimulationManifest,
} from './manifest.js';
import { headRows, sheetRows, type SheetOptions } from './recording-sheet.js';

/** The files, below the folder of interim data. */
export const simulatedFiles = {
  normal: 'Physical/SWaT_Dataset_Normal_v0.xlsx',
  normalCut: 'Physical/SWaT_Dataset_Normal_v1.xlsx',
  attack: 'Physical/SWaT_Dataset_Attack_v0.xlsx',
  list: 'List_of_attacks_Final.xlsx',
} as const;

/** Rows that the second workbook of normal operation leaves out at its beginning. */
export const CUT_ROWS = 1800;
/** Seconds until the cold plant is started: the cut workbook, too, begins with a plant at rest. */
const IDLE_SECONDS = 1860;
/** Drift of the conductivity probe AIT201 over the recording under attack, in µS/cm. */
const PROBE_DRIFT = -94;

/** Options of writing a simulation. */
export interface WriteSimulationOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** Whether to replace workbooks that no simulation wrote; default false. */
  readonly force?: boolean;
}

/** State of a simulation in progress. */
interface Work {
  readonly staging: string;
  readonly config: SimulateConfig;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
}

/**
 * Writes the four workbooks and `simulation.json` below `folder`.
 *
 * @returns what `simulation.json` holds: settings, files with rows and sizes, times of the attacks
 * @throws DataError when a workbook is there that no simulation wrote, or cannot be written;
 *   ConfigError when a setting is wrong; StoppedError when the signal was raised
 */
export async function writeSimulation(
  folder: string,
  settings: SimulateSettings = {},
  { signal, progress = silentProgress, force = false }: WriteSimulationOptions = {},
): Promise<SimulationManifest> {
  const config = parseConfig(SimulateConfig, settings);
  if (!force) await checkReplaceable(folder, Object.values(simulatedFiles));
  const staging = join(folder, `.simulation-${randomUUID().slice(0, 8)}`);
  try {
    await mkdir(join(staging, 'Physical'), { recursive: true });
    const work = { staging, config, signal, progress };
    const manifest = await writeFiles(work);
    checkStopped(signal, 'writing the simulation');
    await mkdir(join(folder, 'Physical'), { recursive: true });
    for (const path of [...Object.values(simulatedFiles), MANIFEST]) {
      await rename(join(staging, path), join(folder, path));
    }
    return manifest;
  } catch (error) {
    throw fileError(error, join(folder, MANIFEST), 'written');
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function writeFiles(work: Work): Promise<SimulationManifest> {
  const { config, staging } = work;
  const span = attackSpan(config);
  const scheduled = scheduleAttacks({ ...attackPlant(config, span), ...work });
  const listed = listAttacks(scheduled, config.dirt);
  const normalRows = await writeNormal(work);
  const attackRows = await writeAttack(work, span, scheduled, listed);
  await writeAttackList(join(staging, simulatedFiles.list), listed, span, config.dirt);
  const rows = {
    normal: normalRows,
    normalCut: normalRows - CUT_ROWS,
    attack: attackRows,
    list: listed.length,
  };
  const files = await Promise.all(
    Object.entries(simulatedFiles).map(async ([name, path]) => ({
      path,
      rows: rows[name as keyof typeof rows],
      bytes: (await fileSize(join(staging, path))) ?? 0,
    })),
  );
  const attacks = listed.map((entry) => attackRecord(entry, span));
  const manifest: SimulationManifest = { simulator: SIMULATOR_VERSION, config, files, attacks };
  await writeFile(join(staging, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Both workbooks of normal operation, from one run of the plant. */
async function writeNormal(work: Work): Promise<number> {
  const { config, staging } = work;
  const span = normalSpan(config);
  const seconds = simulatePlant({
    seed: config.seed,
    start: 'cold',
    idleSeconds: IDLE_SECONDS,
    seconds: span.seconds,
  });
  return writeSheets(work, seconds, { kind: 'normal', span, dirt: config.dirt }, [
    { path: join(staging, simulatedFiles.normal), skip: 0 },
    { path: join(staging, simulatedFiles.normalCut), skip: CUT_ROWS },
  ]);
}

async function writeAttack(
  work: Work,
  span: Span,
  scheduled: readonly ScheduledAttack[],
  listed: readonly ListedAttack[],
): Promise<number> {
  const { config, staging } = work;
  const { dirt } = config;
  const seconds = simulatePlant({ ...attackPlant(config, span), attacks: scheduled });
  const labels = labelRuns(listed, dirt);
  const missing = missingSeconds(listed, dirt);
  const path = join(staging, simulatedFiles.attack);
  return writeSheets(work, seconds, { kind: 'attack', span, dirt, labels, missing }, [
    { path, skip: 0 },
  ]);
}

/** The attacked plant: in full operation, with other random numbers than the normal recording. */
function attackPlant({ seed, dirt }: SimulateConfig, { seconds }: Span) {
  return {
    seed: seed + 1,
    start: 'running',
    seconds,
    drift: { change: PROBE_DRIFT, seconds },
    labelShift: dirt.labelShift,
  } as const;
}

/** Writes the same rows into one or more workbooks, each without its first rows. */
async function writeSheets(
  { signal, progress }: Work,
  seconds: Iterable<Float64Array>,
  options: SheetOptions,
  targets: readonly { readonly path: string; readonly skip: number }[],
): Promise<number> {
  const writers: WorkbookWriter[] = [];
  const names = targets.map(({ path }) => path.replace(/.*\//, '')).join(' and ');
  progress.begin(`Simulating ${names}`, options.span.seconds, 'rows');
  try {
    for (const { path } of targets) writers.push(await createWorkbookWriter(path));
    const head = headRows(options.kind, options.dirt);
    await Promise.all(writers.map((writer) => writer.write(head)));
    let rows = 0;
    for (const chunk of sheetRows(seconds, options)) {
      checkStopped(signal, `writing ${names}`);
      const kept = targets.map(({ skip }) => chunk.slice(Math.max(0, skip - rows)));
      await Promise.all(writers.map((writer, i) => writer.write(kept[i])));
      rows += chunk.length;
      progress.update(rows);
    }
    await Promise.all(writers.map((writer) => writer.close()));
    return rows;
  } catch (error) {
    await Promise.all(writers.map((writer) => writer.abort()));
    throw error;
  } finally {
    progress.end();
  }
}

function attackRecord(entry: ListedAttack, { start }: Span) {
  const { attack, listedStart, listedEnd, length, startStateHeld } = entry;
  const timeOf = (second: number): string => formatTime(start + second * 1000);
  return {
    number: attack.number,
    listedStart: timeOf(listedStart),
    ...(listedEnd === undefined ? {} : { listedEnd: timeOf(listedEnd) }),
    start: timeOf(entry.start),
    seconds: length,
    startStateHeld,
    leavesTrace: attack.leavesTrace,
  };
}
