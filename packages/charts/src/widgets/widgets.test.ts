/** Packed recordings, and the page that draws them. */
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { htmlPage } from '../page/page.js';
import type { PackedTimes } from './content.js';
import { type DrawnRecording, packHeatMap, packSignals, packTimeline, packTimes } from './pack.js';
import { htmlWidget, WIDGET_SCRIPT, WIDGET_STYLE } from './widget.js';

const timestamps = Float64Array.of(0, 10, 20, 90, 100, 107);
const recording: DrawnRecording = {
  clock: 'elapsed',
  timestamps,
  attacks: [{ name: '</script><b>', start: 10, end: 20 }],
  alarms: [],
};

/** The time of a row, as the script of the page works it out. */
function timeOf({ stretches }: PackedTimes, row: number): number {
  const [first, start, step] = stretches.findLast(([from]) => from <= row) ?? [0, 0, 0];
  return start + (row - first) * step;
}

test('packs evenly spaced rows as stretches, and every time comes back', () => {
  const packed = packTimes('elapsed', timestamps);
  expect(packed.stretches).toEqual([
    [0, 0, 10],
    [3, 90, 10],
    [5, 107, 1],
  ]);
  expect(timestamps.map((_, row) => timeOf(packed, row))).toEqual(timestamps);
});

test('keeps each score of a short recording, and null where there is none', () => {
  const content = packTimeline(recording, {
    score: Float32Array.of(1, NaN, 3.25, 4, 5, 6),
    threshold: 2,
    flags: Uint8Array.of(0, 0, 1, 1, 1, 1),
    points: 100,
  });
  expect(content.flags).toBe('001111');
  expect(content.limits).toBeUndefined();
  expect(content.at).toEqual([0, 1, 2, 3, 4, 5]);
  expect(content.score).toEqual([1, null, 3.25, 4, 5, 6]);
});

test('keeps the one row above a threshold that moves, where the score has its peak elsewhere', () => {
  const T = 1000;
  const limits = Float64Array.from({ length: T }, (_, t) => (t < 400 ? 10 : 1));
  const score = new Float32Array(T).fill(0.5);
  score.fill(5, 350, 400); // high, below the threshold of then
  score[444] = 2; // above the threshold of now
  const flags = Uint8Array.from(score, (value, t) => (value > limits[t] ? 1 : 0));
  const times = Float64Array.from({ length: T }, (_, t) => t);
  const content = packTimeline(
    { ...recording, timestamps: times },
    { score, threshold: 10, limits, flags, points: 16 },
  );
  const i = content.at.indexOf(444);
  expect([content.flags[i], content.limits?.[i], content.score[i]]).toEqual(['1', 1, 2]);
  expect(content.flags).toMatch(/^0*10*$/);
});

/** Levels of a byte as readings, as the script of the page works them out. */
function unpack(levels: string, { least, most }: { least: number; most: number }): number[] {
  return [...Buffer.from(levels, 'base64')].map((level) =>
    level === 255 ? NaN : least + (level / 254) * (most - least),
  );
}

test('packs readings in bytes within half a level, missing ones apart', () => {
  const recorded = Float64Array.of(0, 5, NaN, 100, 33, 66);
  const expected = Float64Array.of(NaN, 50, 50, 50, 50, 50);
  const { channels } = packSignals(recording, [{ name: 'a', recorded, expected }], 6);
  const [{ least, most }] = channels;
  expect([least, most]).toEqual([0, 100]);
  const back = unpack(channels[0].recorded, { least, most });
  const off = back.map((value, t) => Math.abs(value - recorded[t]));
  expect(off.filter((difference) => difference > 100 / 254 / 2)).toEqual([]);
  expect(back.map(Number.isNaN)).toEqual([...recorded].map(Number.isNaN));
  expect(unpack(channels[0].expected ?? '', { least, most })[0]).toBeNaN();
});

test('keeps of a bin the row where recorded and expected differ most', () => {
  const recorded = Float64Array.of(1, 1, 9, 1, 1, 1);
  const expected = Float64Array.of(1, 1, 1, 1, 1, 5);
  const { channels } = packSignals(recording, [{ name: 'a', recorded, expected }], 2);
  expect(unpack(channels[0].recorded, { least: 1, most: 9 })).toEqual([9, 1]);
  expect(unpack(channels[0].expected ?? '', { least: 1, most: 9 })).toEqual([1, 5]);
});

test('packs a channel that never changes', () => {
  const recorded = new Float64Array(6).fill(3);
  const { channels } = packSignals(recording, [{ name: 'a', recorded }], 6);
  expect(channels[0]).toMatchObject({ least: 3, most: 3 });
  expect(channels[0].expected).toBeUndefined();
  expect(unpack(channels[0].recorded, { least: 3, most: 3 })).toEqual([3, 3, 3, 3, 3, 3]);
});

test('puts data into the page that cannot end their element', () => {
  const maxima = Float32Array.of(1, NaN);
  const map = { channels: ['<b>'], bins: 2, maxima, threshold: 1 };
  const html = htmlWidget('Scores & <b>', packHeatMap(recording, map));
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html).not.toContain('<b>');
  const [, json] = /<script type="application\/json">(.*)<\/script>/.exec(html) ?? [];
  expect(JSON.parse(json)).toMatchObject({
    channels: ['<b>'],
    values: [1, null],
    attacks: [{ name: '</script><b>' }],
  });
});

test('has a script that is one, and asks nothing of a network', () => {
  expect(() => new Script(WIDGET_SCRIPT)).not.toThrow();
  const page = htmlPage({ title: 'x', body: '', style: WIDGET_STYLE, script: WIDGET_SCRIPT });
  expect(page).not.toMatch(/https?:|fetch\(|XMLHttpRequest|import\(|<link|src=/);
  for (const name of ['timeline', 'signals', 'heatMap', 'slider']) {
    expect(WIDGET_SCRIPT).toContain(`const ${name} = (figure`);
  }
});
