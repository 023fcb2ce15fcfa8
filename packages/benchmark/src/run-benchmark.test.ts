/** A benchmark of a folder of two small data sets: resumed, rescored, in part failed, stopped. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StoppedError } from '@anodec/core';
import { describeMetrics } from '@anodec/metrics';
import type { GivenSettings } from '@anodec/pipeline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDataFolder, type DataFolder, wavesTable } from './folder.fixture.js';
import type { CellEvent } from './listeners.js';
import { runBenchmark } from './run-benchmark.js';

let folder: DataFolder;
beforeEach(() => {
  folder = createDataFolder();
});
afterEach(() => folder.remove());

/** Runs a benchmark. @returns what it found, and the state of each cell in order */
async function run(settings: GivenSettings = {}, signal?: AbortSignal) {
  const events: CellEvent[] = [];
  const places = { folder: join(folder.path, 'data'), results: join(folder.path, 'results') };
  const given = {
    detector: {
      maxEpochs: 1,
      windowSize: 5,
      hiddenSize: 4,
      embeddingSize: 2,
      backend: 'cpu',
      sampleSize: 64,
    },
    ...settings,
    benchmark: { detectors: ['pca', 'random'], ...places, ...settings.benchmark },
  };
  const result = await runBenchmark(given, {
    ...(signal && { signal }),
    onCell: (event) => void events.push(event),
  });
  return { result, events, states: events.map(({ state }) => state) };
}

test('fills every cell once: a second run computes nothing and finds the same', async () => {
  const first = await run({ benchmark: { seeds: 2 } });
  expect(first.states).toEqual(Array.from({ length: 6 }, () => 'fitted'));
  expect(
    first.result.results.map(({ series, detector, seed }) => [series, detector, seed]),
  ).toEqual([
    ['plants/one', 'pca', null],
    ['plants/one', 'random', 42],
    ['plants/one', 'random', 43],
    ['plants/two', 'pca', null],
    ['plants/two', 'random', 42],
    ['plants/two', 'random', 43],
  ]);
  const second = await run({ benchmark: { seeds: 2 } });
  expect(second.states).toEqual(Array.from({ length: 6 }, () => 'kept'));
  expect(second.result.results).toEqual(first.result.results);
  const more = await run({ benchmark: { seeds: 3 } });
  expect(more.states.filter((state) => state === 'fitted')).toHaveLength(2);
});

test('applies another alarm policy to the scores that were kept, as if it had fitted anew', async () => {
  await run();
  const policy = { alarmPolicy: { pooling: { kind: 'mean' }, smoothing: { kind: 'none' } } };
  const kept = await run(policy);
  expect(kept.states).toEqual(Array.from({ length: 4 }, () => 'rescored'));
  const anew = await run({ ...policy, benchmark: { results: join(folder.path, 'anew') } });
  expect(anew.states).toEqual(Array.from({ length: 4 }, () => 'fitted'));
  const numbers = ({ result }: typeof kept) => result.results.map(({ metrics }) => metrics);
  expect(numbers(kept)).toEqual(numbers(anew));
});

test('makes new cells where a setting of the detector or a reading changes', async () => {
  await run();
  const other = await run({ baselines: { pca: { explainedVariance: 0.5 } } });
  expect(other.states).toEqual(['fitted', 'kept', 'fitted', 'kept']);
  folder.write('data/plants/two_test.csv', wavesTable(200, 1, [100, 121]));
  expect((await run()).states).toEqual(['kept', 'kept', 'fitted', 'fitted']);
});

test('trains the network with each seed and averages over data sets and seeds', async () => {
  const { result } = await run({ benchmark: { detectors: ['autoencoder'], seeds: 2 } });
  const tables = JSON.parse(readFileSync(result.files.json, 'utf8')) as {
    tables: {
      measure: { key: string };
      rows: {
        name: string;
        values: Record<string, { mean: number; sd: number }>;
      }[];
    }[];
  };
  const rows = tables.tables.find(({ measure }) => measure.key === 'auprc')?.rows ?? [];
  expect(rows.map(({ name }) => name)).toEqual(['plants/one', 'plants/two', 'plants']);
  // by hand: the mean of a group, and its deviation over the seeds
  const value = (series: string, seed: number): number =>
    result.results.find((cell) => cell.series === series && cell.seed === seed)?.metrics.auprc ??
    NaN;
  const perSeed = [42, 43].map(
    (seed) => (value('plants/one', seed) + value('plants/two', seed)) / 2,
  );
  const { mean, sd } = rows[2].values.autoencoder;
  expect(mean).toBeCloseTo((perSeed[0] + perSeed[1]) / 2, 12);
  expect(sd).toBeCloseTo(Math.abs(perSeed[0] - perSeed[1]) / Math.SQRT2, 12);
  expect(sd).toBeGreaterThan(0);
});

test('lists a data set that fails once with its message, and runs the others', async () => {
  folder.write('data/plants/bad_train.csv', wavesTable(400, 0));
  folder.write('data/plants/bad_test.csv', wavesTable(200, 0));
  const { result, states, events } = await run();
  expect(states).toEqual(['failed', 'fitted', 'fitted', 'fitted', 'fitted']);
  expect(result.failures).toHaveLength(2);
  expect(result.failures[0]).toMatchObject({ series: 'plants/bad', detector: 'pca' });
  expect(result.failures[0].message).toContain('bad_test.csv must have a column of labels');
  expect(events[0]).toMatchObject({ number: 2, total: 6, title: 'every detector' });
  const markdown = readFileSync(result.files.md, 'utf8');
  expect(markdown.split('bad_test.csv must have')).toHaveLength(2);
  expect(markdown).toContain('Failed: plants/bad, every detector: ');
});

test('writes one table in four forms, with the floor of flagging every row', async () => {
  const { result } = await run();
  const markdown = readFileSync(result.files.md, 'utf8');
  expect(markdown).toMatch(/\| Data set \| PCA \| Random \| Flag everything \|/);
  expect(markdown).toContain('| plants (2 data sets) |');
  expect(markdown).toContain('- Seed 42 for Random\n');
  expect(markdown).toContain('## Best F1 (ORACLE)');
  const html = readFileSync(result.files.html, 'utf8');
  expect(html).toContain('<th scope="row">plants/one</th>');
  // 20 of 200 rows are under attack: F1 of flagging all is 2 · 0.1 / 1.1
  const csv = readFileSync(result.files.csv, 'utf8').split('\n');
  const floor = csv.find((line) => line.startsWith('plants/one,series,everyRow,f1,'));
  expect(Number(floor?.split(',')[4])).toBeCloseTo(0.2 / 1.1, 12);
});

test('writes every metric of a group as a line, beside what random scores reach', async () => {
  const { result } = await run();
  const panel = readFileSync(result.files['panel.md'], 'utf8');
  expect(panel).toContain('## plants (2 data sets)');
  expect(panel).toMatch(
    /\| Metric \| PCA \| Random \| Flag everything \| Random scores \(floor\) \|/,
  );
  const [, ...cells] = /^\| F1 \| (.+) \|$/m.exec(panel)?.[1].split(' | ') ?? [];
  // both data sets have a tenth of their rows under attack
  expect(cells[1]).toBe((0.2 / 1.1).toFixed(3));
  const [, delays] = /^\| Median delay \| (.+) \|$/m.exec(panel) ?? [];
  expect(delays).toMatch(/^\d+\.\d rows \|/);
  for (const { title } of describeMetrics().filter(({ family }) => family === 'ranking')) {
    expect(panel).toContain(`| ${title} |`);
  }
});

test('gives rates their unit, and no mean over data sets of different units', async () => {
  const same = await run();
  expect(readFileSync(same.result.files.md, 'utf8')).toContain('## False alarms per 1,000 rows\n');
  folder.write('data/pumps/p_train.csv', timedTable(400, 0));
  folder.write('data/pumps/p_test.csv', timedTable(200, 0, [100, 120]));
  const { result } = await run();
  const markdown = readFileSync(result.files.md, 'utf8');
  const section = /## False alarms\n[^#]*/.exec(markdown)?.[0] ?? '';
  expect(section).toMatch(/\| pumps\/p, per day \| \d/);
  expect(section).toMatch(/\| plants\/one, per 1,000 rows \| \d/);
  expect(section).toMatch(/\| plants \(2 data sets\), per 1,000 rows \| \d/);
  expect(section).toMatch(/\| all \(3 data sets\) \| – \| – \|/);
  expect(markdown).toContain('per 1,000 rows where they have none: no mean over both.');
  const csv = readFileSync(result.files.csv, 'utf8');
  expect(csv).toMatch(/^pumps\/p,series,pca,falseAlarmRate,.*,day$/m);
  expect(csv).not.toMatch(/^all,all,pca,falseAlarmRate,/m);
});

/** The table of three waves with a time each minute. */
function timedTable(...of: Parameters<typeof wavesTable>): string {
  const [head, ...lines] = wavesTable(...of)
    .trim()
    .split('\n');
  const start = Date.UTC(2024, 0, 1);
  const timed = lines.map((line, t) => `${new Date(start + 60_000 * t).toISOString()},${line}`);
  return `${[`time,${head}`, ...timed].join('\n')}\n`;
}

test('runs only what is asked for, with or without the folder', async () => {
  const names = async (...only: string[]) =>
    (await run({ benchmark: { only, detectors: ['norm'] } })).events.map(({ series }) => series);
  expect(await names('two')).toEqual(['plants/two']);
  expect(await names('plants/*')).toEqual(['plants/one', 'plants/two']);
  await expect(names('three')).rejects.toThrow(
    '`only` must name a data set of the folder, got three. There are: plants/one, plants/two.',
  );
  await expect(run({ benchmark: { detectors: ['pca,lofty'] } })).rejects.toThrow(
    /no detector "lofty"/,
  );
  await expect(run({ benchmark: { detectors: ['pca,pca'] } })).rejects.toThrow('pca twice');
});

test('stops between cells, keeps those that are done and goes on from there', async () => {
  const stop = new AbortController();
  const stopped = runBenchmark(
    {
      benchmark: {
        folder: join(folder.path, 'data'),
        results: join(folder.path, 'results'),
        detectors: ['pca', 'random'],
      },
      detector: { windowSize: 5 },
    },
    { signal: stop.signal, onCell: ({ number }) => number === 3 && stop.abort() },
  );
  await expect(stopped).rejects.toThrow(StoppedError);
  await expect(stopped).rejects.toThrow('Finished cells are kept; the same command goes on.');
  expect(readdirSync(join(folder.path, 'results', 'cells', 'plants'))).toEqual(['one', 'two']);
  const { events } = await run({ detector: { windowSize: 5 } });
  expect(events.map(({ state }) => state)).toEqual(['kept', 'kept', 'kept', 'fitted']);
});

test('injected anomalies need no labelled recording, and are the same for every detector', async () => {
  rmSync(join(folder.path, 'data/plants/two_test.csv'));
  folder.write('data/plants/one_test.csv', 'not a table with labels\n');
  const injection = { injected: true, injectedCount: 2, injectedShare: 0.4, injectedSize: 6 };
  const { result, states } = await run({ injection });
  expect(states).toEqual(['fitted', 'fitted', 'fitted', 'fitted']);
  expect(result.results.map(({ attacks }) => attacks)).toEqual([2, 2, 2, 2]);
  // 60 rows of an anomaly in rows without times, of 160 test rows of which the first have no score
  const shares = result.results.map(({ metrics }) => metrics.prevalence);
  expect(shares[0]).toBe(shares[1]);
  expect(shares[0]).toBeCloseTo(120 / 160, 1);
  const page = readFileSync(result.files.md, 'utf8');
  expect(page).toContain('Not the recorded anomalies: 2 anomalies (spike, bias, drift');
});

test('anomalies that do not fit into the last rows fail their data set by name', async () => {
  const { result } = await run({ injection: { injected: true, injectedCount: 40 } });
  expect(result.failures[0].message).toMatch(
    /^one_train\.csv, the last 30 %: 40 anomalies of 60 rows must fit.* Set `injectedCount` to 1, or choose a shorter `injectedLength`\.$/,
  );
});

test('anomalies have as many rows as are asked for', async () => {
  const injection = { injected: true, injectedCount: 2, injectedShare: 0.4, injectedLength: 30 };
  const { result } = await run({ injection, benchmark: { detectors: ['norm'] } });
  const { prevalence } = result.results[0].metrics;
  expect(prevalence).toBeCloseTo(60 / 160, 1);
  expect(readFileSync(result.files.md, 'utf8')).toContain('; 30 rows, 4 standard deviations)');
});

test('data sets that failed have no row, and tables without a row are left out', async () => {
  folder.write('data/plants/two_train.csv', 'a,b,c\n');
  const some = await run();
  const csv = readFileSync(some.result.files.csv, 'utf8');
  expect(csv).toContain('plants/one,series,pca,f1,');
  const markdown = readFileSync(some.result.files.md, 'utf8');
  expect(markdown).not.toContain('| plants/two |');
  expect(markdown.split('Failed: plants/two')).toHaveLength(2);
  folder.write('data/plants/one_train.csv', 'a,b,c\n');
  const none = await run();
  const pages = ['md', 'panel.md'].map((ending) => readFileSync(none.result.files[ending], 'utf8'));
  for (const page of pages) {
    expect(page).not.toContain('##');
    expect(page).toContain('Failed: plants/one, every detector: ');
    expect(page).not.toContain('ORACLE');
  }
});
