/** The whole report in its four forms. */
import { beforeAll, expect, test } from 'vitest';
import { createFrame } from '@anodec/core';
import { type Metric, registerMetric, type TestRecording } from '@anodec/metrics';
import { type Charts, drawCharts } from './charts.js';
import { renderHtml } from './render/html.js';
import { renderJson } from './render/json.js';
import { renderMarkdown } from './render/markdown.js';
import { renderTerminal } from './render/terminal.js';
import { ATTACKS, reportOf, testRecording } from './report.fixture.js';
import type { EvaluationReport } from './report.js';
import { parseEvaluationReport } from './schema.js';
import { registerSection } from './sections/registry.js';

let recording: TestRecording;
let report: EvaluationReport;
let charts: Charts;

beforeAll(async () => {
  recording = testRecording();
  report = reportOf(recording);
  const { frame, detection } = recording;
  charts = await drawCharts({
    recordings: [{ frame, detection, attacks: ATTACKS, expected: frame.values }],
    training: { points: [{ epoch: 1, trainLoss: 1, validLoss: 2 }], bestEpoch: 1 },
  });
});

test('says in plain words on the terminal what was found', () => {
  const lines = renderTerminal(report);
  expect(lines[0]).toBe(
    '1 of 2 attacks with an effect were detected. Median delay: 10 s. ' +
      `The same alarms at random times would detect ${report.results[0].evaluation.floors.find(({ key }) => key === 'randomTimes')?.metrics.detectedAttacks?.mean.toFixed(1)}.`,
  );
  expect(lines[1]).toBe(
    'False alarms per day: 4.3 counting every alarm outside an attack; 4.3 without those in the ' +
      '30 min after an attack, its recovery (2 alarms in all, 3 % of the time).',
  );
  expect(lines[2]).toContain('. It is 1.2 × the largest score of normal rows');
  const text = lines.join('\n');
  expect(text).toContain('Attack 3 is known to have had no effect and listed apart.');
  expect(text).toMatch(/\n {21}LSTM autoencoder +PCA|\n {2} +LSTM autoencoder {2}PCA/);
  expect(text).toMatch(/\n {2}Attacks detected +1 of 2 +1 of 2\n/);
  expect(text).toMatch(/\n {2}False alarms per day, no recovery +4\.32 +4\.32\n/);
  expect(text).toContain('Top contributing channels of each alarm:');
  expect(text).toMatch(/\n {2}2015-12-28 11:23:\d0 {2}LIT101 \d\d %.* {2}Attack 1\n/);
  expect(text).toMatch(/ {2}nothing: false alarm$/);
});

test('makes a page that needs no network, and runs no script but its own', () => {
  const page = renderHtml(report, charts);
  expect(page).not.toMatch(/<script [^>]*src|<link|<iframe|@import|<img|url\(|fetch\(|import\(/);
  const scripts = [...page.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes.trim());
  const drawn = scripts.filter((attributes) => attributes === 'type="application/json"');
  expect(drawn).toHaveLength(2); // the score and the readings
  expect(scripts.filter((attributes) => attributes === '')).toHaveLength(1);
  expect(renderHtml(report)).not.toContain('<script');
  // names of XML languages are the only addresses
  expect(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/https?:/);
  expect(page.length).toBeLessThan(300_000);
});

test('escapes what comes from files and settings', () => {
  const page = renderHtml(report, charts);
  expect(page).toContain('<h1>What was found in &lt;attack.csv&gt;</h1>');
  expect(page).toContain('FIT101 &lt;b&gt;');
  expect(page).not.toContain('FIT101 <b>');
  expect(page).toContain('&lt;/pre&gt;&lt;script&gt;');
});

test('shows floors beside the detectors, explains them, and marks oracles', () => {
  for (const text of [renderHtml(report), renderMarkdown(report)]) {
    expect(text).toContain('ORACLE');
    expect(text).toContain('is a baseline that knows nothing');
    expect(text.indexOf('is a baseline')).toBeLessThan(text.indexOf('Floor: every row flagged'));
    expect(text).toContain('100 draws, 10 for metrics that take long to compute');
    expect(text).toContain('Attacks known to have had no effect');
    expect(text).toContain('PCA');
    expect(text).toContain('Row by row, over 2,000 rows with a score and a known label');
  }
});

test('has the same sections in page and Markdown, but for those of charts', () => {
  const html = [...renderHtml(report, charts).matchAll(/<h2>(.*?)<\/h2>/g)].map(
    ([, title]) => title,
  );
  const markdown = [...renderMarkdown(report).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  const charted = ['Score', 'Training', 'Channels of the alarms', 'Recorded and expected readings'];
  expect(html.filter((title) => !charted.includes(title))).toEqual(markdown);
  expect(html).toHaveLength(markdown.length + charted.length);
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

test('draws the channels of each alarm and names them', () => {
  expect(charts.alarms).toHaveLength(2);
  expect(charts.alarms[0].svg).toContain('>LIT101<');
  expect(charts.alarms[0].svg).toContain('>expected<');
  expect(charts.alarms[0].svg).toContain('>attack<');
  expect(charts.alarms[1].svg).not.toContain('>attack<'); // there was none
  expect(charts.timelines).toHaveLength(1);
  expect(charts.timelines[0].svg).toContain('>threshold<');
  expect(charts.training?.svg).toContain('kept: epoch 1');
});

test('is plain data that comes back from JSON as it was', () => {
  const json: unknown = JSON.parse(JSON.stringify(renderJson(report, charts)));
  expect(json).toMatchObject({ formatVersion: 2 });
  expect(parseEvaluationReport(json)).toEqual(report);
  expect(JSON.stringify(json)).not.toContain('<svg');
});

test('shows a metric and a section from outside in page, Markdown, terminal and JSON', () => {
  const metric: Metric = {
    key: 'rowsPerAlarm',
    title: 'Rows for each alarm',
    description: 'Alarmed rows divided by alarms.',
    family: 'alarms',
    unit: 'number',
    range: [0, null],
    higherIsBetter: false,
    source: 'made up for this test',
    floor: 'Not known.',
    scope: 'events',
    compute: ({ counts, events }) => counts.alarmedRows / events.alarms,
  };
  registerMetric(metric);
  registerSection({
    key: 'reading',
    build: () => ({
      heading: 'How to read on',
      blocks: [{ kind: 'paragraph', text: 'Begin with the first alarm.' }],
    }),
  });
  const other = reportOf(recording);
  const value = other.results[0].evaluation.metrics.rowsPerAlarm;
  expect(value).toBe(other.results[0].evaluation.alarmedRows / 2);
  const written = value?.toFixed(3) ?? '';
  const forms = [renderHtml(other), renderMarkdown(other), renderTerminal(other).join('\n')];
  for (const text of [...forms, JSON.stringify(renderJson(other))]) {
    for (const part of ['Rows for each alarm', written]) expect(text).toContain(part);
    for (const part of ['How to read on', 'Begin with the first alarm.'])
      expect(text).toContain(part);
  }
  const parsed = parseEvaluationReport(JSON.parse(JSON.stringify(renderJson(other))));
  expect(parsed.results[0].evaluation.metrics.rowsPerAlarm).toBe(value);
});

test('refuses a second section of the same key', () => {
  expect(() => registerSection({ key: 'summary', build: () => null })).toThrow(
    'The key of a section must be new, got summary, which is taken.',
  );
});

test('has lines, columns and charts for several recordings', async () => {
  const several = reportOf({ ...recording, name: 'Monday' }, { ...recording, name: 'Tuesday' });
  for (const text of [renderHtml(several), renderMarkdown(several)]) {
    expect(text).toContain('Recordings');
    expect(text).toContain('Tuesday');
  }
  const { frame, detection } = recording;
  const drawn = await drawCharts({
    recordings: ['Monday', 'Tuesday'].map((name) => ({ name, frame, detection, attacks: ATTACKS })),
  });
  expect(drawn.timelines.map(({ title }) => title)).toEqual([
    'Score of Monday',
    'Score of Tuesday',
  ]);
  expect(drawn.alarms.map(({ title }) => title.slice(0, 7))).toEqual([
    'Alarm 1',
    'Alarm 2',
    'Alarm 3',
    'Alarm 4',
  ]);
});

test('draws the readings of a channel that is kept less an offset, recorded and expected', async () => {
  const { frame: plain, detection } = recording;
  const offsets = Float64Array.of(123_456_789, 0, 0);
  const frame = createFrame({ ...plain, offsets });
  const drawn = await drawCharts({
    recordings: [{ frame, detection, attacks: ATTACKS, expected: frame.values }],
  });
  // the axis of LIT101, whose values lie between 0 and 31, counts from 123,456,780 on
  expect(drawn.alarms[0].svg).toMatch(/>123,456,[78]\d\d</);
  expect(charts.alarms[0].svg).not.toContain('>123,456,');
});
