/** Which rows are believed normal, on rows that are counted in the head. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMarks } from './read-marks.js';
import { selectNormalRows } from './select-rows.js';

const rows = Float64Array.from({ length: 100 }, (_, t) => 10 * t);
const none = { alarms: [], fits: [] };
const rule = { guard: 20, withMisfit: false };

/** Numbers of the rows that were not kept. */
function left(kept: Uint8Array): number[] {
  return [...kept.keys()].filter((t) => kept[t] === 0);
}

test('leaves out the rows of an alarm, those around it, and the last ones', () => {
  const alarms = [{ start: 300, end: 320, state: 'end' as const }];
  const found = selectNormalRows(rows, { ...none, alarms }, rule);
  expect(left(found.kept)).toEqual([28, 29, 30, 31, 32, 33, 34, 98, 99]);
  expect(found).toMatchObject({ normal: 91, aroundAlarms: 7, last: 2, misfit: 0 });
});

test('believes no row behind an alarm that is not over', () => {
  const alarms = [{ start: 900, end: 910, state: 'start' as const }];
  const found = selectNormalRows(rows, { ...none, alarms }, rule);
  expect(left(found.kept)).toEqual([88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
});

test('leaves out rows at which the model did not fit, unless they are what is to be learned', () => {
  const fits = [
    { state: 'lost' as const, time: 500 },
    { state: 'regained' as const, time: 600 },
    { state: 'lost' as const, time: 960 },
  ];
  const found = selectNormalRows(rows, { ...none, fits }, rule);
  expect(found).toMatchObject({ misfit: 13 + 6, last: 0, normal: 81 });
  expect(left(found.kept).slice(0, 2)).toEqual([48, 49]);
  const drift = selectNormalRows(rows, { ...none, fits }, { guard: 20, withMisfit: true });
  expect(drift).toMatchObject({ misfit: 0, last: 2, normal: 98 });
});

test('reads alarms and fits up to a row, the last word on each, in the unit of the rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-marks-'));
  const alarm = (state: string, row: number, end: number, number = 1) =>
    `{"kind":"alarm","state":"${state}","alarm":${number},"row":${row},"start":3,"end":${end}}`;
  const lines = [
    '{"time":1,"row":0,"score":1}',
    alarm('start', 3, 3),
    alarm('end', 8, 5),
    '{"kind":"fit","state":"lost","row":9,"time":9,"index":0.3}',
    alarm('start', 20, 20, 2),
    '{"kind":"alarm","state":"st',
  ];
  await writeFile(join(folder, 'live.jsonl'), lines.join('\n'));
  const marks = await readMarks(join(folder, 'live.jsonl'), 'elapsed', 19);
  await rm(folder, { recursive: true });
  expect(marks.alarms).toMatchObject([{ alarm: 1, state: 'end', start: 3000, end: 5000 }]);
  expect(marks.fits).toMatchObject([{ state: 'lost', time: 9000 }]);
});
