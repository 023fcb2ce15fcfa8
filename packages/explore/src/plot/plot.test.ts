/** The charts of a table, by their contents. */
import { createFrame } from '@anodec/core';
import { renderSvg } from '@anodec/charts';
import { expect, test } from 'vitest';
import { columnsOfFrame } from '../inspect/index.js';
import { TablePlotConfig, type TablePlotName, tablePlots } from './index.js';

const START = Date.UTC(2016, 0, 1, 23, 59);
const T = 120;

/** Two minutes around midnight; rows 10 to 19 and 100 to 104 are labelled, the last row is of unknown label. */
const labels = Uint8Array.from({ length: T }, (_, t) => {
  if (t === T - 1) return 255;
  return Number((t >= 10 && t < 20) || (t >= 100 && t < 105));
});
const frame = createFrame({
  values: Float32Array.from({ length: 2 * T }, (_, i) => Math.sin(i / 9)),
  channels: ['LEVEL', 'FLOW'],
  timestamps: Float64Array.from({ length: T }, (_, t) => START + 1000 * t),
  labels,
});
const listed = [
  {
    name: 'Attack 7',
    start: START + 5000,
    end: START + 30_000,
    channels: ['FLOW'],
    leavesTrace: true,
  },
];

async function draw(
  name: TablePlotName,
  settings: object = {},
  attacks = listed,
  drawn = frame,
): Promise<string> {
  const spec = await tablePlots[name].draw({
    columns: () => Promise.resolve(columnsOfFrame(drawn, 'plant.csv')),
    list: { attacks, withoutImpact: [] },
    config: TablePlotConfig.parse(settings),
    zoomable: false,
  });
  return renderSvg(spec);
}

test('attacks of the list stand in the row of their channel', async () => {
  const svg = await draw('attacks');
  for (const text of ['1 attack in plant.csv', '>FLOW<', '>7<']) expect(svg).toContain(text);
  expect(svg).not.toContain('>LEVEL<');
});

test('without a list the labelled stretches are drawn, those of the day alone', async () => {
  expect(await draw('attacks', {}, [])).toContain('2 attacks in plant.csv');
  const day = await draw('attacks', { day: '2016-01-02' }, []);
  expect(day).toContain('1 attack in plant.csv, 2016-01-02');
  expect(day).toContain('>no channel named<');
});

test('signals are averaged over the interval, each in a panel, with their attacks', async () => {
  const svg = await draw('signals', { interval: '10s', signals: ['FLOW'] });
  for (const text of ['FLOW, averages over 10s', 'Attack #7']) expect(svg).toContain(text);
  expect(await draw('signals', { interval: 'none', attacks: false })).not.toContain('Attack');
});

test('durations and times are drawn from the list', async () => {
  expect(await draw('durations')).toContain('Durations of 1 attacks, 25 s to 25 s');
  expect(await draw('times')).toContain('Row of attack list');
});

test('without a list durations are those of labelled stretches', async () => {
  expect(await draw('durations', {}, [])).toContain('Durations of 2 attacks, 4 s to 9 s');
});

test('says what is missing', async () => {
  await expect(draw('signals', { signals: ['PUMP'] })).rejects.toThrow('LEVEL, FLOW');
  await expect(draw('signals', { day: '2016-01-03' })).rejects.toThrow(
    'There must be rows on 2016-01-03 in plant.csv, which has rows on 2016-01-01, 2016-01-02.',
  );
  const { labels: _, ...unlabelled } = frame;
  await expect(draw('durations', {}, [], unlabelled)).rejects.toThrow(
    'attacks in plant.csv, got none',
  );
  const numbered = { ...frame, clock: 'rows' } as const;
  await expect(draw('durations', {}, [], numbered)).rejects.toThrow('got numbered rows');
});
