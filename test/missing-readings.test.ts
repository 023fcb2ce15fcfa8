/** Tables with missing readings and with switches, through the built command. */
import type { Alarm } from '@anodec/eval';
import type { EvaluationReport } from '@anodec/report';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkplace, type Ended, type Workplace, waves } from './anodec-command.js';

const NETWORK =
  '--sample-size 500 --max-epochs 6 --window-size 5 --hidden-size 16 --embedding-size 8 --learning-rate 0.01 --backend cpu'.split(
    ' ',
  );
const ROWS = 400;
/** Rows of the test table in which C, a sine, stands still at a value that occurs in training. */
const ATTACK = { start: 250, end: 300 };

let folder: Workplace;
let ended: Ended[];
beforeAll(() => {
  folder = createWorkplace();
  const holes = (row: string[], t: number) =>
    row.map((cell, c) => ((t * 3 + c) % 17 === 0 ? '' : cell));
  const switched = (row: string[], t: number) => [row[0], String(t % 40 < 20 ? 1 : 2), row[2]];
  const attacked = (row: string[], t: number) =>
    t >= ATTACK.start && t < ATTACK.end ? [row[0], row[1], '3'] : row;
  folder.write('normal.csv', waves(ROWS, holes));
  folder.write(
    'attack.csv',
    waves(ROWS, (row, t) => holes(attacked(row, t), t)),
  );
  folder.write('switch.csv', waves(ROWS, switched));
  folder.write(
    'third.csv',
    waves(ROWS, (row, t) => (t >= 340 && t < 360 ? [row[0], '3', row[2]] : switched(row, t))),
  );
  const evaluate = (normal: string, attack: string, ...more: string[]) =>
    ['run', '--normal', normal, '--attack', attack, '--recentre', 'none'].concat(NETWORK, more);
  ended = folder.anodecEach([
    evaluate('normal.csv', 'attack.csv', '--dataset', 'mask'),
    evaluate('normal.csv', 'attack.csv', '--dataset', 'linear', '--missing', 'linear'),
    evaluate('switch.csv', 'third.csv', '--dataset', 'states', '--discrete', 'one-hot'),
    evaluate('switch.csv', 'third.csv', '--dataset', 'none', '--discrete', 'exclude'),
  ]);
});
afterAll(() => folder.remove());

function report(version: number): EvaluationReport {
  const text = folder.read(`lightning_logs/version_${version}/report.json`);
  return JSON.parse(text) as EvaluationReport;
}

function alarmsOf(version: number): readonly Alarm[] {
  const text = folder.read(`lightning_logs/version_${version}/alarms.json`);
  return (JSON.parse(text) as { alarms: Alarm[] }).alarms;
}

const fact = (version: number, name: string) =>
  report(version).data.find((one) => one.name === name)?.value;

test('every run succeeds', () => {
  expect(ended.map(({ code, err }) => [code, err])).toEqual(
    Array.from({ length: 4 }, () => [0, '']),
  );
});

describe('missing readings', () => {
  test('are counted in the report, with how they were treated', () => {
    // (3t + c) mod 17 = 0 for 3 of 17 rows, 400 rows
    expect(fact(0, 'Missing readings')).toMatch(
      /^71 in normal rows, 71 in test rows; rule mask: 0 filled/,
    );
    expect(fact(1, 'Missing readings')).toContain('rule linear: ');
    expect(fact(1, 'Missing readings')).not.toContain(' 0 filled');
  });

  test('do not hide an attack and raise no alarm', () => {
    for (const version of [0, 1]) {
      const alarms = alarmsOf(version);
      expect(alarms.length).toBeGreaterThan(0);
      for (const { rows } of alarms) {
        expect(rows.end).toBeGreaterThan(ATTACK.start);
        expect(rows.start).toBeLessThan(ATTACK.end + 10);
      }
      expect(alarms[0].channels[0].channel).toBe('C');
    }
  });
});

describe('discrete channels', () => {
  test('show a state that does not occur in training, under the name of the channel', () => {
    const hit = alarmsOf(2).find(({ rows }) => rows.start <= 350 && rows.end > 350);
    expect(hit?.channels[0].channel).toBe('B');
  });

  test('are absent from the report when they are excluded', () => {
    expect(fact(2, 'Channels')).toBe('3');
    expect(fact(3, 'Channels')).toBe('2');
  });
});
