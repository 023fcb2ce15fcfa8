import { type Attack, createFrame, createRandom, parseConfig } from '@anodec/core';
import { beforeAll, expect, test } from 'vitest';
import { AlarmPolicyConfig } from '../alarm-policy-config.js';
import { applyAlarmPolicy, type Detection } from '../alarm-policy.js';
import { fitAlarmPolicy } from '../fit-alarm-policy.js';
import { escapeHtml } from '@anodec/charts';
import { renderHtml } from './html.js';
import { renderMarkdown } from './markdown.js';
import { drawPictures, type Pictures } from './pictures.js';
import { detectorResult, type EvaluationReport } from './report.js';
import { summaryLines } from './summary.js';

const CHANNELS = ['LIT101', 'FIT101 <b>', 'AIT201'];
const START = Date.UTC(2015, 11, 28, 10);
const T = 2000;

function attack(number: number, row: number, rows: number, leavesTrace = true): Attack {
  const start = START + row * 10_000;
  const end = start + rows * 10_000;
  return { name: `Attack ${number}`, start, end, channels: ['LIT101'], leavesTrace };
}

const ATTACKS = [attack(1, 500, 40), attack(2, 1000, 30), attack(3, 1500, 30, false)];

/** LIT101 errs during attack 1; once more where nobody attacked. */
function recordingOf(seed: number, attacked: boolean) {
  const random = createRandom(seed);
  const channels = Float32Array.from({ length: T * 3 }, (_, i) => {
    const [t, c] = [Math.floor(i / 3), i % 3];
    const strange = attacked && c === 0 && ((t >= 500 && t < 540) || (t >= 1800 && t < 1810));
    return random.uniform() + (strange ? 30 : 0);
  });
  const timestamps = Float64Array.from({ length: T }, (_, t) => START + t * 10_000);
  const frame = createFrame({ values: channels, channels: CHANNELS, timestamps });
  return { frame, scores: { rows: new Float32Array(T), channels } };
}

let report: EvaluationReport;
let verdict: Detection;
let pictures: Pictures;

beforeAll(async () => {
  const config = parseConfig(AlarmPolicyConfig, { threshold: { kind: 'max', margin: 1.2 } });
  const normal = { training: [recordingOf(1, false)], validation: [recordingOf(2, false)] };
  const recording = recordingOf(3, true);
  verdict = applyAlarmPolicy(fitAlarmPolicy(config, normal), recording);
  const result = detectorResult('LSTM autoencoder', verdict, recording.frame, { attacks: ATTACKS });
  report = {
    title: 'What was found in <attack.csv>',
    created: '2026-11-22 04:00:00',
    clock: 'utc',
    results: [result, { ...result, name: 'PCA' }],
    data: [{ name: 'File', value: '<attack.csv> | dirty' }],
    run: [{ name: 'Seed', value: '42' }],
    settings: { verdict: config, note: '</pre><script>alert(1)</script>' },
  };
  const training = { points: [{ epoch: 1, trainLoss: 1, validLoss: 2 }], bestEpoch: 1 };
  const expected = recording.scores.channels;
  pictures = await drawPictures({ ...recording, verdict, attacks: ATTACKS, expected, training });
});

test('says in plain words what was found', () => {
  const lines = summaryLines(report).join('\n');
  expect(lines).toContain('1 of 2 attacks that leave a trace were caught');
  expect(lines).toContain('False alarms per day: 4.3 with no recovery after an attack');
  expect(lines).toContain('(2 alarms in all, 3 % of the time)');
  expect(lines).toContain('The threshold never saw a label');
  expect(lines).toContain('Attack 3 is known to leave no trace');
  expect(lines).toMatch(/2015-12-28 11:23:\d0 {2}LIT101 \d\d %.*\(Attack 1\)/);
  expect(lines).toContain('(nothing: false alarm)');
  expect(lines).toContain('For comparison, PCA: caught 1 of 2');
});

test('makes a page that needs no network and runs no script', () => {
  const page = renderHtml(report, pictures);
  expect(page).not.toMatch(/<script|<link|<iframe|@import/);
  // names of XML languages are the only addresses
  expect(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/https?:/);
  expect(page.length).toBeLessThan(300_000);
});

test('escapes what comes from files and settings', () => {
  const page = renderHtml(report, pictures);
  expect(page).toContain('<h1>What was found in &lt;attack.csv&gt;</h1>');
  expect(page).toContain('FIT101 &lt;b&gt;');
  expect(page).not.toContain('FIT101 <b>');
  expect(page).toContain('&lt;/pre&gt;&lt;script&gt;');
  expect(escapeHtml(`&<>"'`)).toBe('&amp;&lt;&gt;&quot;&#39;');
});

test('shows floors beside the detectors, and the word ORACLE', () => {
  for (const text of [renderHtml(report), renderMarkdown(report)]) {
    expect(text).toContain('ORACLE');
    expect(text).toContain('Floor: every row flagged');
    expect(text).toContain('Floor: the same alarms at random times (200 draws)');
    expect(text).toContain('Attacks known to leave no trace');
    expect(text).toContain('PCA');
  }
});

/** Cells of a line, escaped bars not counted. */
function cells(line: string): number {
  return line.replaceAll('\\|', '').split('|').length;
}

test('gives every row of a Markdown table as many cells as its head', () => {
  const markdown = renderMarkdown(report);
  const rows = markdown.split('\n').map((line, i, lines) => [line, lines[i - 1] ?? '']);
  const uneven = rows.filter(
    ([line, before]) =>
      line.startsWith('|') && before.startsWith('|') && cells(line) !== cells(before),
  );
  expect(uneven).toEqual([]);
  expect(markdown).toContain('\\<attack.csv\\> \\| dirty');
});

test('draws the sensors of each alarm and names them', () => {
  expect(pictures.alarms).toHaveLength(2);
  expect(pictures.alarms[0].svg).toContain('>LIT101<');
  expect(pictures.alarms[0].svg).toContain('>expected<');
  expect(pictures.alarms[0].svg).toContain('>attack<');
  expect(pictures.alarms[1].svg).not.toContain('>attack<'); // nobody attacked then
  expect(pictures.timeline.svg).toContain('>threshold<');
  expect(pictures.training?.svg).toContain('kept: epoch 1');
});

test('is plain data', () => {
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
