/** Every chart of a run is drawn, from the values of the run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderSvg } from '@anodec/charts';
import { createRandom } from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  openRun,
  plotRun,
  prepareTables,
  type RunPlotName,
  runPlots,
  scoreRun,
  type TrainedRun,
  trainRun,
  writeChart,
} from '../index.js';

/** What of a specification the tests look at. */
interface Layered {
  readonly title: string;
  readonly layer: readonly { readonly data?: { readonly values: readonly Row[] } }[];
}

type Row = Readonly<Record<string, number | string | null>>;

const T = 400;
let folder: string;
let trained: TrainedRun;
let norm: TrainedRun;

/** Two waves; rows 100 to 119 and 300 to 309 of a test are attacked. */
function table(name: string, seed: number, isTest: boolean): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: T }, (_, t) => {
    const attacked = isTest && ((t >= 100 && t < 120) || (t >= 300 && t < 310));
    const cells = [Math.sin(t / 7) + (attacked ? 3 : 0), Math.cos(t / 7)];
    const noisy = cells.map((cell) => (cell + 0.05 * random.normal()).toFixed(5));
    const time = new Date(Date.UTC(2016, 0, 1, 23, 58) + 1000 * t).toISOString().slice(0, 19);
    return [time.replace('T', ' '), ...noisy, ...(isTest ? [Number(attacked)] : [])].join(',');
  });
  const path = join(folder, name);
  writeFileSync(path, `Timestamp,LEVEL,FLOW${isTest ? ',label' : ''}\n${lines.join('\n')}\n`);
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-plot-'));
  const { paths } = await prepareTables({
    normal: table('normal.csv', 1, false),
    attack: table('test.csv', 2, true),
    paths: { dataRoot: join(folder, 'data'), logs: join(folder, 'logs') },
  });
  const train = (detector: Readonly<Record<string, unknown>>) =>
    trainRun({ paths, detector, baselines: { baselines: ['norm'] } });
  const network = { windowSize: 6, hiddenSize: 4, embeddingSize: 3, maxEpochs: 2, backend: 'cpu' };
  const { run } = await train(network);
  await scoreRun(await openRun(run.path));
  trained = await openRun(run.path);
  const other = await train({ kind: 'norm' });
  await scoreRun(await openRun(other.run.path));
  norm = await openRun(other.run.path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const draw = async (name: RunPlotName, settings: object = {}): Promise<Layered> =>
  (await plotRun(name, trained, settings)) as unknown as Layered;

describe.each(Object.keys(runPlots) as RunPlotName[])('%s', (name) => {
  test('is drawn and says of which run it is', async () => {
    const svg = await renderSvg(await plotRun(name, trained));
    expect(svg).toMatch(/, run 0</);
  });
});

test('score has every row that is scored, and both attacks', async () => {
  const { layer } = await draw('score');
  const values = layer.map(({ data }) => data?.values ?? []);
  const rows = values.find((one) => one.length === T) ?? [];
  const { rows: scores } = await trained.run.readScores({
    detector: trained.detectors[0].name,
    side: 'test',
    index: 0,
  });
  expect(rows.filter(({ y }) => y === null)).toHaveLength(scores.filter(Number.isNaN).length);
  expect(values.some((one) => one.length === 2 && 'name' in one[0])).toBe(true);
});

test('one day has the rows and the attacks of that day', async () => {
  const { layer, title } = await draw('score', { day: '2016-01-02' });
  expect(title).toContain(', 2016-01-02');
  const lengths = layer.map(({ data }) => data?.values.length);
  expect(lengths).toContain(T - 120); // from midnight on, and with it the second attack alone
  await expect(draw('score', { day: '2016-01-05' })).rejects.toThrow(
    'which has rows on 2016-01-01, 2016-01-02.',
  );
});

test('reconstruction draws what the network expects, in the units of the sensors', async () => {
  const { vconcat } = (await plotRun('reconstruction', trained, {
    signals: ['FLOW'],
  })) as unknown as { readonly vconcat: readonly Layered[] };
  expect(vconcat).toHaveLength(1);
  const lines = vconcat[0].layer
    .map(({ data }) => data?.values ?? [])
    .filter((values) => values.length === T);
  expect(lines).toHaveLength(2);
  const means = lines.map((values) => {
    const numbers = values.flatMap(({ y }) => (typeof y === 'number' ? y : []));
    return numbers.reduce((sum, y) => sum + y, 0) / numbers.length;
  });
  expect(Math.abs(means[0] - means[1])).toBeLessThan(0.5);
  await expect(draw('reconstruction', { signals: ['PUMP'] })).rejects.toThrow('PUMP');
});

test('curves have one for each detector, and end where every row is flagged', async () => {
  const { layer } = await draw('roc');
  const rows = layer[1].data?.values ?? [];
  const curves = [...new Set(rows.map(({ curve }) => curve))];
  expect(curves).toEqual(trained.detectors.map(({ title }) => title));
  for (const name of curves) {
    const last = rows.filter(({ curve }) => curve === name).at(-1);
    expect(last).toMatchObject({ x: 1, y: 1 });
  }
});

test('codes are those of windows evenly apart, under attack where a row of the window is', async () => {
  const spec = (await plotRun('latent', trained, { windows: 79 })) as unknown as {
    readonly data: { readonly values: readonly Row[] };
  };
  const { values } = spec.data; // windows of 6 rows at 0, 5, … 390
  expect(values).toHaveLength(79);
  const attacked = values.filter(({ value }) => value === 'attack').length;
  const starts = Array.from({ length: 79 }, (_, n) => 5 * n);
  const reaches = (start: number, from: number, to: number) => start < to && start + 6 > from;
  const expected = starts.filter((s) => reaches(s, 100, 120) || reaches(s, 300, 310)).length;
  expect(attacked).toBe(expected);
});

test('codes by error have the score of the last row of the window, in thresholds', async () => {
  const { data } = (await plotRun('latent', trained, {
    windows: 79,
    colour: 'error',
    method: 'umap',
  })) as unknown as { readonly data: { readonly values: readonly Row[] } };
  const { layer } = await draw('score');
  const line = layer.flatMap(({ data: one }) => (one?.values.length === T ? one.values : []));
  const { value: threshold } = trained.detectors[0].alarmPolicy.threshold;
  const known = line.flatMap(({ y }) => (typeof y === 'number' ? y / threshold : []));
  const unknown = data.values.filter(
    ({ value }) =>
      !known.some((score) => Math.abs(score - Number(value)) <= 1e-3 * Math.abs(score)),
  );
  expect(data.values.filter(({ value }) => value !== null).length).toBeGreaterThan(70);
  expect(unknown.filter(({ value }) => value !== null)).toEqual([]);
});

test('says what a run lacks', async () => {
  const refused = (name: RunPlotName, run: TrainedRun, settings = {}) =>
    plotRun(name, run, settings).then(
      () => 'drawn',
      (error: Error) => error.message,
    );
  expect(await refused('training', norm)).toContain('must have a training by epochs');
  expect(await refused('reconstruction', norm)).toContain('which scores rows without expecting');
  expect(await refused('latent', norm)).toContain('must have codes for this chart, got Norm');
  expect(await refused('score', trained, { number: 2 })).toContain('must be one of 1 (');
  expect(await refused('latent', trained, { colour: 'red' })).toContain('colour');
  expect(await refused('score', trained, { colour: 'time' })).toBe(
    'The chart score has no setting `colour`, got "time"; it has `number`, `day`. Leave it out.',
  );
});

test('writes a chart by the ending of its name, dark where asked', async () => {
  const spec = await plotRun('training', trained);
  const at = (name: string): string => join(folder, name);
  await writeChart(at('a.svg'), spec, 'dark');
  await writeChart(at('a.png'), spec);
  await writeChart(at('a.html'), spec, 'dark');
  expect(readFileSync(at('a.svg'), 'utf8')).toContain('fill="#14191f"');
  expect(readFileSync(at('a.png')).subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(readFileSync(at('a.html'), 'utf8')).toContain('color-scheme: dark');
  await expect(writeChart(at('a.jpg'), spec)).rejects.toThrow('must end in .svg, .png or .html');
});
