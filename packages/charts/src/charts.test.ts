/** Charts are checked by their contents: the tests look for it in the SVG. */
import { expect, test } from 'vitest';
import { renderPng, renderSvg } from './render.js';
import { type ComparisonParts, signalComparison } from './signal-comparison.js';
import { scoreTimeline, type TimelineParts } from './score-timeline.js';
import { stackedSignals } from './stacked-signals.js';
import { trainingCurves } from './training-curves.js';

const START = Date.UTC(2015, 11, 28, 10);
const T = 600;
const timestamps = Float64Array.from({ length: T }, (_, t) => START + t * 10_000);
const wave = Float32Array.from({ length: T }, (_, t) => 2 + Math.sin(t / 30));
const attacks = [
  { start: timestamps[100], end: timestamps[150], name: 'Attack 1' },
  { start: timestamps[400], end: timestamps[400], name: 'Attack 2' },
];
const alarms = [{ start: timestamps[110], end: timestamps[155] }];
const timeline: TimelineParts = {
  clock: 'utc',
  timestamps,
  score: wave,
  threshold: 2.5,
  attacks,
  alarms,
};

/** How many marks of one meaning the chart has. */
function marks(svg: string, role: string): number {
  return svg.split(`aria-roledescription="${role}"`).length - 1;
}

test('shades every attack, draws every alarm, the score and the threshold', async () => {
  const svg = await renderSvg(scoreTimeline(timeline));
  expect(marks(svg, 'rect mark')).toBe(attacks.length + alarms.length);
  expect(marks(svg, 'line mark')).toBe(1);
  expect(svg.match(/stroke-dasharray="6,3"/g)).toHaveLength(1);
  for (const word of ['score', 'threshold', 'attack', 'alarm']) expect(svg).toContain(`>${word}<`);
});

test('gives an attack of one row a width that can be seen', async () => {
  const svg = await renderSvg(scoreTimeline({ ...timeline, attacks: [attacks[1]], alarms: [] }));
  const shade = /aria-roledescription="rect mark"[^>]* d="M[\d.]+,0h([\d.]+)v/.exec(svg);
  expect(Number(shade?.[1])).toBeGreaterThan(1);
});

test('writes times in UTC', async () => {
  const svg = await renderSvg(scoreTimeline(timeline));
  expect(svg).toContain('>10:15<');
  expect(svg).toContain('>11:30<');
});

test('counts hours or rows where there is no date', async () => {
  const elapsed = timestamps.map((time) => time - START);
  const hours = await renderSvg(
    scoreTimeline({ ...timeline, clock: 'elapsed', timestamps: elapsed }),
  );
  expect(hours).toContain('Hours since the recording began');
  const numbers = Float64Array.from({ length: T }, (_, t) => t);
  const rows = await renderSvg(
    scoreTimeline({ ...timeline, clock: 'rows', timestamps: numbers, attacks: [], alarms: [] }),
  );
  expect(rows).toContain('>Row<');
  expect(rows).not.toContain('>attack<');
});

test('turns logarithmic where peaks would press all else flat, and only there', () => {
  const peak = wave.slice();
  peak[120] = 500;
  expect(JSON.stringify(scoreTimeline({ ...timeline, score: peak }))).toContain('"log"');
  expect(JSON.stringify(scoreTimeline(timeline))).not.toContain('"log"');
});

test('shows each sensor by name, recorded against expected', async () => {
  const parts: ComparisonParts = {
    clock: 'utc',
    timestamps,
    signals: [
      { name: 'LIT101', recorded: wave, expected: wave.map((value) => value + 0.1) },
      { name: 'FIT101 <m3/h>', recorded: wave },
    ],
    attacks: [attacks[0]],
    alarms,
    title: 'Alarm 1',
  };
  const svg = await renderSvg(signalComparison(parts));
  for (const word of ['LIT101', 'FIT101 &lt;m3/h&gt;', 'Alarm 1', 'recorded', 'expected']) {
    expect(svg).toContain(word);
  }
  expect(marks(svg, 'line mark')).toBe(3);
  expect(marks(svg, 'rect mark')).toBe(2 * 2);
});

test('marks the epoch that was kept', async () => {
  const points = [0.5, 0.2, 0.3].map((validLoss, i) => ({
    epoch: i + 1,
    trainLoss: validLoss / 2,
    validLoss,
  }));
  const svg = await renderSvg(trainingCurves(points, 2));
  for (const word of ['training', 'validation', 'kept: epoch 2']) expect(svg).toContain(word);
});

test('draws a training without validation', async () => {
  const svg = await renderSvg(
    trainingCurves([
      { epoch: 1, trainLoss: 1 },
      { epoch: 2, trainLoss: 0 },
    ]),
  );
  expect(svg).toContain('training');
});

test('turns a chart into a PNG with its text', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15">LIT</text></svg>';
  const png = await renderPng(svg);
  const blank = await renderPng(svg.replace('LIT', ''));
  expect(Buffer.from(png.subarray(1, 4)).toString('latin1')).toBe('PNG');
  expect(png.length).toBeGreaterThan(blank.length + 100); // letters were drawn
});

test('refuses a chart of which Vega would leave out a part', async () => {
  // Vega looks axis titles up among those it has drawn, in a plain object
  const signals = [{ name: 'constructor', values: wave }];
  const chart = renderSvg(stackedSignals({ clock: 'utc', timestamps, signals, title: 'x' }));
  await expect(chart).rejects.toThrow('A chart could not be drawn: Error: Operator not');
});
