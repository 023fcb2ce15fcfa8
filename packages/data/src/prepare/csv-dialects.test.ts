/** Text tables as they occur, from the file to the frame, against what pandas makes of them. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ConfigError, DataError, formatTime, type TimeSeriesFrame } from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCsv } from '@anodec/tables';
import { cleanTable } from './clean-table.js';
import { PrepareConfig } from './config.js';
import { createRepairLog } from '../repair-log.js';
import { createTimeZone } from './time-zone.js';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly labels: readonly number[] | null;
}

const fixture = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/csv-dialects.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-dialects-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function frameOf(
  content: string | Buffer,
  settings: Readonly<Record<string, unknown>>,
  log = createRepairLog(),
): Promise<TimeSeriesFrame> {
  const path = join(folder, 'table.csv');
  await writeFile(path, content);
  return cleanFile(path, settings, log);
}

async function cleanFile(
  path: string,
  settings: Readonly<Record<string, unknown>>,
  log = createRepairLog(),
): Promise<TimeSeriesFrame> {
  const config = PrepareConfig.parse(settings);
  return cleanTable(await openCsv(path), { rows: 30_000, config, log });
}

describe.each(fixture.cases)('$name', ({ text, settings, times, values, labels }) => {
  test.each([
    ['plain', text],
    ['packed', gzipSync(text)],
  ])('comes out as pandas reads it, %s', async (_, content) => {
    const frame = await frameOf(content, settings);
    expect(frame.channels).toEqual(['FIT101', 'LIT101']);
    expect(Array.from(frame.timestamps, formatTime)).toEqual(times.map(formatTime));
    expect([...frame.timestamps]).toEqual(times);
    expect([...frame.values]).toEqual(values.map((value) => value ?? Number.NaN));
    expect(frame.labels && [...frame.labels]).toEqual(labels);
  });
});

test('goes on refusing what the settings do not allow: unordered and repeated times', async () => {
  const texts = new Map(fixture.cases.map(({ name, text }) => [name, text]));
  const jump = frameOf(texts.get('a jump back, sorted') ?? '', {});
  await expect(jump).rejects.toThrow(DataError);
  await expect(jump).rejects.toThrow('Sort the rows with `unordered: sort`.');
  const twice = frameOf(texts.get('times that repeat, the first kept') ?? '', {});
  await expect(twice).rejects.toThrow('Keep the first with `duplicates: keep-first`.');
});

test('refuses local times that no clock shows, and zones that do not exist', async () => {
  const spring = 'time,x\n2016-03-27 01:59:59,1\n2016-03-27 02:30:00,2\n';
  const skipped = frameOf(spring, { timeZone: 'Europe/Berlin' });
  await expect(skipped).rejects.toThrow(
    'clocks in Europe/Berlin show, got 2016-03-27 02:30:00 in table.csv, row 3',
  );
  await expect(frameOf(spring, { timeZone: 'Mars/Olympus' })).rejects.toThrow(ConfigError);
  const kathmandu = createTimeZone('Asia/Kathmandu'); // 5 h 45 min ahead
  expect(kathmandu.utcOf(Date.UTC(2016, 0, 1, 5, 45), -Infinity, String)).toBe(
    Date.UTC(2016, 0, 1),
  );
});

const nab = fileURLToPath(
  new URL(
    '../../../../../shared/datasets/nab/machine_temperature_system_failure.csv',
    import.meta.url,
  ),
);
const absent = !existsSync(nab);
const reason = absent ? ' (skipped: the data sets do not lie beside the project)' : '';

test.skipIf(absent)(`sorts the jump back of NAB's machine temperature${reason}`, async () => {
  await expect(cleanFile(nab, {})).rejects.toThrow('Time must not go back');
  const log = createRepairLog();
  const settings = { unordered: 'sort', duplicates: 'keep-first' };
  const frame = await cleanFile(nab, settings, log);
  // 22,695 rows; the 12 of an hour were written twice, counted with pandas
  expect(frame.timestamps).toHaveLength(22_683);
  expect([...frame.timestamps]).toEqual([...frame.timestamps].sort((a, b) => a - b));
  const counts = Object.fromEntries(log.repairs().map(({ kind, count }) => [kind, count]));
  expect(counts).toMatchObject({ 'row-unordered': 1, 'row-duplicate': 12 });
});
