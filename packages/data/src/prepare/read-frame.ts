/** Reads one table of any format into a cleaned frame, without a store. */
import { type Listeners, silentProgress, type TimeSeriesFrame } from '@anodec/core';
import { openTable, type TableOptions } from '@anodec/tables';
import { createRepairLog, type Repair } from '../repair-log.js';
import { cleanTable } from './clean-table.js';
import { isSwat } from './columns.js';
import type { PrepareConfig } from './config.js';
import { decideColumns } from './decide-columns.js';
import { surveyTable } from './survey.js';

/** A cleaned table. */
export interface CleanedFrame {
  readonly frame: TimeSeriesFrame;
  readonly repairs: readonly Repair[];
}

/** How to read a table, beside the settings of preparing. */
export interface ReadFrameOptions extends Listeners, TableOptions {
  /**
   * What to subtract from the readings of a channel, by its name, as a run was trained; channels that are
   * not in it get what suits the table.
   */
  readonly offsets?: ReadonlyMap<string, number>;
}

/**
 * Reads a table twice: once to decide what its columns are, once to clean it.
 *
 * @param options how to read the file, as `openTable` takes it
 * @throws DataError that names file, row and column where the table cannot be read
 */
export async function readFrame(
  path: string,
  config: PrepareConfig,
  { signal, progress = silentProgress, offsets = new Map(), ...options }: ReadFrameOptions = {},
): Promise<CleanedFrame> {
  const open = () => openTable(path, { ...options, ...(signal && { signal }) });
  const first = await open();
  const swat = isSwat(first.columns, config);
  const survey = await surveyTable(first, config.timeColumn, signal);
  const decision = swat ? undefined : decideColumns([{ survey, normal: false }], config);
  const log = createRepairLog();
  progress.begin(`Reading ${survey.source}`, survey.rows, 'rows');
  const frame = await cleanTable(await open(), {
    rows: survey.rows,
    config,
    log,
    context: { ...(decision && { decision }) },
    offsets: new Map([...(decision?.offsets ?? []), ...offsets]),
    ...(signal && { signal }),
    onRows: (done) => progress.update(done),
  });
  progress.end();
  return { frame, repairs: log.repairs() };
}
