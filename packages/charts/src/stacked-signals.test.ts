/** Charts are checked by their contents: the tests look for it in the SVG. */
import { expect, test } from 'vitest';
import { barHistogram } from './bar-histogram.js';
import { renderInteractive } from './interactive.js';
import { renderSvg } from './render.js';
import { stackedSignals, type StackedSignalsParts } from './stacked-signals.js';
import { timesOverRows } from './times-over-rows.js';

const START = Date.UTC(2015, 11, 28, 10);
const T = 600;
const timestamps = Float64Array.from({ length: T }, (_, t) => START + t * 60_000);
const wave = Float32Array.from({ length: T }, (_, t) => 2 + Math.sin(t / 30));
const parts: StackedSignalsParts = {
  clock: 'utc',
  timestamps,
  signals: ['AIT503', 'AIT203', 'FIT501', 'LIT401'].map((name) => ({ name, values: wave })),
  attacks: [
    { start: timestamps[100], end: timestamps[150], name: 'Attack 1' },
    { start: timestamps[102], end: timestamps[102], name: 'Attack 2' },
    { start: START - 9e8, end: START - 8e8, name: 'Attack 3' },
  ],
  title: 'Four <signals>',
};

/** How many marks of one meaning the chart has. */
function marks(svg: string, role: string): number {
  return svg.split(`aria-roledescription="${role}"`).length - 1;
}

test('stacks signals, with a bar for each attack within the recording under its number', async () => {
  const svg = await renderSvg(stackedSignals(parts));
  expect(marks(svg, 'line mark')).toBe(4);
  expect(marks(svg, 'rect mark')).toBe(2);
  for (const word of ['AIT503', 'LIT401', 'Attack #1', 'Attack #2', 'Four &lt;signals&gt;']) {
    expect(svg).toContain(word);
  }
  expect(svg).not.toContain('Attack #3');
});

test('keeps the steps of a counter that moves little for its size', () => {
  const signals = [{ name: 'energy', values: timestamps.map((_, t) => 123_456_789 + t) }];
  const spec = JSON.stringify(stackedSignals({ ...parts, signals }));
  const drawn = [...spec.matchAll(/"y":(\d+)}/g)].map(([, y]) => Number(y));
  expect(drawn).toEqual([...signals[0].values]);
});

test('draws one signal without attacks', async () => {
  const { attacks: _attacks, ...rest } = parts;
  const svg = await renderSvg(stackedSignals({ ...rest, signals: [parts.signals[0]] }));
  expect([marks(svg, 'line mark'), marks(svg, 'rect mark')]).toEqual([1, 0]);
});

test('puts names that would run into each other on lines of their own', async () => {
  const svg = await renderSvg(stackedSignals(parts));
  const lines = [...svg.matchAll(/translate\(([\d.]+),([\d.]+)\)"[^>]*>Attack #[12]</g)];
  expect(lines).toHaveLength(2);
  expect(lines[0][2]).not.toBe(lines[1][2]);
});

test('draws times over row numbers, a wrong year as a jump', async () => {
  const times = timestamps.map((time, t) => (t === 300 ? time - 365 * 86_400_000 : time));
  const svg = await renderSvg(timesOverRows('Times', [{ title: 'the data', times }]));
  expect(svg).toContain('Row of the data');
  expect(svg).toContain('Jan 2015');
});

test('draws only bins that hold anything, and names lines', async () => {
  const borders = Array.from({ length: 401 }, (_, b) => b * 10);
  const counts = borders.slice(1).map((_, b) => (b % 100 === 0 ? 2 : 0));
  const marksAt = [{ at: 500, name: 'median 500 s' }];
  const svg = await renderSvg(
    barHistogram({ title: 'Lengths', borders, counts, unit: 'Seconds', marks: marksAt }),
  );
  expect(marks(svg, 'rect mark')).toBe(4);
  expect(svg).toContain('median 500 s');
});

test('makes a page with chart, data and script inside, and none that ends its script early', async () => {
  const evil = { name: '</script><b>', values: wave };
  const spec = stackedSignals({ ...parts, signals: [evil], zoomable: true });
  const page = await renderInteractive(spec, 'const vega = { "a": /</g };');
  expect(page.split('</script>')).toHaveLength(2);
  expect(page).toContain('/</g');
  expect(page).toContain('"signal_0"');
  expect(page).not.toMatch(/(src|href)="/);
});
