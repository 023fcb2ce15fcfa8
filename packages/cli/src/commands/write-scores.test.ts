/** Files of scores and alarms: the same cells in every format, and nothing known where nothing is. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, parseConfig } from '@anodec/core';
import { AlarmPolicyConfig, applyAlarmPolicy, fitAlarmPolicy } from '@anodec/eval';
import { type ScoredPart, scoredPart } from '@anodec/pipeline';
import { openTable } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkScoreFiles, writeScoreFiles } from './write-scores.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-scores-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);

/** Errors 1 of two channels, the first row missing, channel b at 9 in rows 4 and 5. */
function recording(name: string, attacked: boolean): ScoredPart {
  const errors = [NaN, NaN, 1, 1, 1, 1, 1, 1, 1, attacked ? 9 : 1, 1, attacked ? 9 : 1, 1, 1];
  const T = errors.length / 2;
  const frame = createFrame({
    values: new Float32Array(T * 2).fill(1).fill(NaN, 0, 1),
    channels: ['a', 'b, "raw"'],
    timestamps: Float64Array.from({ length: T }, (_, t) => START + t * MINUTE),
    clock: 'utc',
  });
  const scores = { rows: new Float32Array(T), channels: Float32Array.from(errors) };
  const config = parseConfig(AlarmPolicyConfig, {
    normalisation: { kind: 'none' },
    drift: { kind: 'none' },
    smoothing: { kind: 'none' },
    threshold: { kind: 'max', margin: 2 },
  });
  const normal = [{ frame, scores: { ...scores, channels: new Float32Array(T * 2).fill(1) } }];
  const fitted = fitAlarmPolicy(config, { training: normal, validation: normal });
  return scoredPart({ name, frame, detection: applyAlarmPolicy(fitted, { frame, scores }) }, 0);
}

async function readBack(path: string) {
  const table = await openTable(path);
  const names = table.columns.map((column) => column.name);
  const kinds = table.columns.map((column) => column.kind);
  const rows: (number | string)[][] = [];
  for await (const { rows: R, numbers, texts } of table.chunks()) {
    const K = numbers.length / R;
    for (let r = 0; r < R; r++) {
      let [number, text] = [0, 0];
      rows.push(
        kinds.map((kind) => (kind === 'text' ? texts[text++][r] : numbers[r * K + number++])),
      );
    }
  }
  await table.close();
  return { names, kinds, rows };
}

test('writes scores as CSV, with empty cells and the reason where a row has none', async () => {
  const out = join(folder, 'scores.csv');
  await writeScoreFiles([recording('one', true)], { out, channelScores: true });
  const [head, first, second, , , fifth] = readFileSync(out, 'utf8').split('\n');
  expect(head).toBe(
    'time,score,p_value,threshold,anomaly_predicted,alarm,reason,score_a,"score_b, ""raw"""',
  );
  expect(first).toBe('2024-01-01 00:00:00,,,2,,0,missing reading,,');
  expect(second).toBe('2024-01-01 00:01:00,1,1,2,0,0,,1,1');
  expect(fifth).toBe('2024-01-01 00:04:00,9,0.125,2,1,1,,1,9'); // 1 / (7 + 1)
});

test.each(['parquet', 'arrow', 'csv.gz'])('writes the same cells as %s', async (ending) => {
  const [plain, out] = ['plain.csv', `scores.${ending}`].map((name) => join(folder, name));
  const alarms = join(folder, `alarms.${ending}`);
  await writeScoreFiles([recording('one', true)], { out: plain });
  await writeScoreFiles([recording('one', true)], { out, alarms });
  const [expected, written] = [await readBack(plain), await readBack(out)];
  expect(written.names).toEqual(expected.names);
  expect(written.rows.map((row) => row.slice(1))).toEqual(expected.rows.map((row) => row.slice(1)));
  const raised = await readBack(alarms);
  expect(raised.rows).toHaveLength(1);
  expect(raised.rows[0].slice(raised.names.indexOf('duration'))).toContain('b, "raw"');
});

test('keeps types in Parquet: dates, numbers, and null where nothing is known', async () => {
  const out = join(folder, 'typed.parquet');
  await writeScoreFiles([recording('one', true)], { out });
  const { names, kinds, rows } = await readBack(out);
  expect(kinds[names.indexOf('time')]).toBe('time');
  expect(rows[0][names.indexOf('time')]).toBe(START);
  for (const name of ['score', 'p_value', 'anomaly_predicted']) {
    expect(rows[0][names.indexOf(name)]).toBeNaN();
  }
});

test('writes JSON with null where nothing is known', async () => {
  const out = join(folder, 'scores.json');
  await writeScoreFiles([recording('one', true)], { out });
  const { rows } = JSON.parse(readFileSync(out, 'utf8')) as { rows: object[] };
  expect(rows[0]).toEqual({
    time: START,
    score: null,
    pValue: null,
    threshold: 2,
    anomalyPredicted: null,
    alarm: false,
    reason: 'missing reading',
  });
  expect(rows[4]).toMatchObject({ score: 9, anomalyPredicted: true, alarm: true, reason: null });
});

test.each(['csv', 'parquet'])(
  'names the recording where there are several, also without any alarm: %s',
  async (ending) => {
    const parts = [recording('one.csv', false), recording('two.csv', false)];
    const [out, alarms] = [`several.${ending}`, `none.${ending}`].map((name) => join(folder, name));
    await writeScoreFiles(parts, { out, alarms });
    const scores = await readBack(out);
    expect(scores.names[0]).toBe('recording');
    expect(new Set(scores.rows.map(([name]) => name))).toEqual(new Set(['one.csv', 'two.csv']));
    if (ending === 'csv') expect(readFileSync(alarms, 'utf8')).toMatch(/^recording,alarm,start,/);
    else expect((await readBack(alarms)).names[0]).toBe('recording');
  },
);

test('refuses an ending that it cannot write, before anything is scored', () => {
  expect(() => checkScoreFiles({ out: 'scores.xls' })).toThrow(
    '`out` must be a file that ends in .csv, .json',
  );
  expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
});
