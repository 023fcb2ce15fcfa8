/** `anodec devices preprocess`. */
import { join } from 'node:path';
import { ConfigError, DataError, type Listeners } from '@anodec/core';
import {
  checkPresent,
  DailyConfig,
  type DayTable,
  DevicesConfig,
  GroupConfig,
  PrepareDaysConfig,
  prepareDevice,
  readDailyData,
  readDayTable,
  writeDailyData,
  writePreparedDevice,
} from '@anodec/devices';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { dailyLines, preparedDeviceLines } from '../view/device-lines.js';

const InputConfig = z.strictObject({
  folder: DevicesConfig.shape.folder,
  logs: z.string().optional().describe('Folder of the raw logs (default: raw in the folder)'),
  mode: z
    .enum(['train', 'detect'])
    .default('train')
    .describe('Read all complete days to learn from, or yesterday alone to look for anomalies'),
  input: z
    .array(z.string())
    .optional()
    .describe('Tables of days to prepare instead of raw logs, one for each device'),
});

export const devicesPreprocess = defineCommand({
  details:
    'Each device gets a table with 120 values for each day (elect_data), days to train on and to test on, a class for each day ' +
    'and for each type of day, and the range of its values (experiments, or processed in production). The newest log is of a ' +
    'day that goes on, and is not read. A device with fewer than 30 usable days is named and gets no such files.',
  sections: {
    logs: InputConfig,
    days: DailyConfig,
    split: PrepareDaysConfig.pick({ purpose: true, date: true, seed: true, daysPerClass: true }),
    classes: GroupConfig,
  },
  examples: [
    ['anodec devices preprocess', 'a third of the days drawn to test on'],
    ['anodec devices preprocess --date 2020.07.04', 'all days from the fourth of July on tested'],
    ['anodec devices preprocess --purpose production', 'all days to learn from'],
    ['anodec devices preprocess --mode detect', 'the table of yesterday alone'],
  ],
  async run({ logs: read, days, split, classes }, { print, progress, signal, asFlags }) {
    if (read.mode === 'detect' && read.input !== undefined) {
      throw new ConfigError(
        'Tables of days cannot be given (`input`) where `mode` is detect, which makes the table of yesterday out of a log.',
      );
    }
    const listeners = { progress, signal };
    const tables =
      read.input === undefined
        ? await fromLogs(read, days, listeners, print)
        : await Promise.all(read.input.map((path) => readDayTable(path)));
    if (read.mode === 'detect') return;
    const faults: string[] = [];
    for (const table of tables) {
      try {
        const prepared = await prepareDevice(table, { ...split, ...classes }, listeners);
        const files = await writePreparedDevice(read.folder, split.purpose, prepared);
        for (const line of preparedDeviceLines(prepared, files)) print(line);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        faults.push(error.message);
        print(`${table.device}  ${asFlags?.(error.message) ?? error.message}`);
      }
    }
    if (tables.length === 0)
      throw new DataError('A device must have a day that can be used, got none.');
    // one device without enough days is usual, but nothing at all is a fault
    if (faults.length === tables.length) {
      throw new DataError(
        `No device could be prepared, the first one for this reason: ${faults[0]}`,
      );
    }
  },
});

async function fromLogs(
  { folder, logs, mode }: z.output<typeof InputConfig>,
  config: z.output<typeof DailyConfig>,
  listeners: Listeners,
  print: (line: string) => void,
): Promise<DayTable[]> {
  const data = await readDailyData(logs ?? join(folder, 'raw'), mode, config, listeners);
  const paths = await writeDailyData(folder, mode, data);
  for (const line of dailyLines(data, paths)) print(line);
  // after the tables of the others are written: none of these is left of an older day
  if (mode === 'detect') checkPresent(data, config.devices);
  return data.devices.map(({ table }) => table).filter(({ dates }) => dates.length > 0);
}
