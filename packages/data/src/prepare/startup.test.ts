/** Exclusion of the start-up. */
import { ConfigError, createFrame, frameLength, parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { PrepareConfig } from './config.js';
import { createRepairLog } from '../repair-log.js';
import { dropStartup } from './startup.js';

/** A recording with a row each minute; with its end it has one row more. */
function recording(hours: number, { swat = true, times = true } = {}) {
  const values = Float32Array.from({ length: hours * 60 + 1 }, (_, minute) => minute);
  const timestamps = Float64Array.from(values, (minute) => 1e12 + minute * 60_000);
  const frame = createFrame({ values, channels: ['LIT101'], ...(times && { timestamps }) });
  return { source: 'v1.xlsx', swat, frame, log: createRepairLog() };
}

const settings = (startup?: string) => parseConfig(PrepareConfig, { startup });

test('leaves out six hours of a long recording of SWaT, and counts them', () => {
  const long = recording(13);
  const { values, timestamps } = dropStartup(long, settings());
  expect([values.length, values[0], timestamps[0]]).toEqual([7 * 60 + 1, 360, 1e12 + 6 * 3.6e6]);
  const example = 'the first 6h of v1.xlsx';
  expect(long.log.repairs()).toEqual([{ kind: 'row-startup', count: 360, example }]);
});

test('keeps a recording of SWaT of up to twelve hours, or without times, and says so', () => {
  for (const kept of [recording(10), recording(12), recording(13, { times: false })]) {
    expect(dropStartup(kept, settings())).toBe(kept.frame);
    const example = '6h of v1.xlsx';
    expect(kept.log.repairs()).toEqual([{ kind: 'startup-kept', count: 1, example }]);
  }
});

test('keeps other tables, and every table when asked to, and has nothing to say', () => {
  const other = recording(13, { swat: false });
  expect(dropStartup(other, settings())).toBe(other.frame);
  const long = recording(13);
  expect(dropStartup(long, settings('none'))).toBe(long.frame);
  expect([...other.log.repairs(), ...long.log.repairs()]).toEqual([]);
});

test('leaves out as much as asked for of any table, however short', () => {
  const short = recording(2, { swat: false });
  expect(frameLength(dropStartup(short, settings('90min')))).toBe(31);
  expect(() => dropStartup(short, settings('3h'))).toThrow(
    'v1.xlsx must be longer than its start-up of 3h, got 121 rows within it.',
  );
  const numbered = recording(2, { times: false });
  expect(() => dropStartup(numbered, settings('1h'))).toThrow(ConfigError);
  expect(() => dropStartup(numbered, settings('1h'))).toThrow(
    'A start-up must be given only for tables with times, got v1.xlsx without.',
  );
});
