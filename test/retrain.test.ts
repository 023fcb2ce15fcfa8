/** New models trained while rows come: when, on what, and what becomes of them; with runs and processes that are real. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComputeChoice, openRun, prepareTables, scoreTable, trainRun } from '@anodec/pipeline';
import { liveFiles, type LiveLine, type LiveModelEvent, type LiveRow } from '@anodec/runs';
import { askModels, readLiveModels, RetrainConfig, watch, WatchConfig } from '@anodec/stream';
import { openSource, type Source, type SourceBatch } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN } from './anodec-command.js';
import { type Bench, createBench, plantTable, tinySettings } from './trust/plant.js';

let bench: Bench;
const runs: Record<string, string> = {};
beforeAll(async () => {
  bench = createBench();
  bench.write('train.csv', plantTable({ rows: 1500 }));
  const { paths } = await prepareTables({
    normal: join(bench.path, 'train.csv'),
    paths: bench.paths,
  });
  for (const [name, detector] of Object.entries({ pca: { kind: 'pca' }, lstm: {} })) {
    runs[name] = (await trainRun(tinySettings(paths, detector))).run.path;
  }
});
afterAll(() => bench.remove());

const OFTEN_SPANS = { retrainOver: '1000', retrainRows: 500, retrainGuard: '20', shadowFor: '600' };
const OFTEN = { ...OFTEN_SPANS, retrain: '1000' };

/** Rows behind those of the training; one attack. */
const table = plantTable({ rows: 2400, from: 1500, attack: [200, 220] });
/** The same, but from row 600 on B swings so many times as far. */
const drifted = (times: number) =>
  table
    .trimEnd()
    .split('\n')
    .map((line, n) => {
      const cells = line.split(',');
      if (n > 600) cells[2] = String(5 + times * (Number(cells[2]) - 5));
      return cells.join(',');
    })
    .join('\n');
const LEARNED = drifted(0.5);
const DRIFT = { ...OFTEN_SPANS, retrain: 'drift', shadowFor: '500' };

/** A source of lines, 100 at a time, that goes on from a position; `after` runs behind each batch. */
function lines(text: string, after: (batch: number) => unknown = () => {}): Source {
  const all = text.trimEnd().split('\n');
  return {
    name: 'lines',
    canResume: true,
    async *read({ from }): AsyncGenerator<SourceBatch> {
      for (let at = Number(from?.at ?? 0); at < all.length; at += 100) {
        const records = all.slice(at, at + 100);
        yield { records, position: { at: at + records.length }, isStart: at === 0 };
        await after(at / 100);
      }
    },
  };
}

/** Watches with a run until the source ends or the signal is raised. */
async function watched(
  name: string,
  folder: string,
  source: Source,
  settings: Partial<RetrainConfig> = OFTEN,
  signal?: AbortSignal,
  compute?: ComputeChoice,
) {
  const run = runs[name];
  const open = (path: string) => openRun(path, compute ? { compute } : {});
  const end = await watch(
    {
      artifact: await open(run),
      source,
      sinks: [],
      folder: join(bench.path, folder),
      settings: WatchConfig.parse({ once: true, fitOver: '500' }),
      retrain: {
        settings: RetrainConfig.parse(settings),
        run,
        open,
        ...(compute && { compute }),
      },
    },
    signal ? { signal } : {},
  );
  return { end, ...read(folder) };
}

function read(folder: string) {
  const all = readFileSync(liveFiles(join(bench.path, folder)).lines, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveLine);
  return {
    all,
    rows: all.filter((line): line is LiveRow => !('kind' in line)),
    events: all.filter((line): line is LiveModelEvent => 'kind' in line && line.kind === 'model'),
  };
}

/** The scores that a run gives the rows of a table. */
async function batchScores(run: string, text: string): Promise<(number | null)[]> {
  const { detection } = await scoreTable(await openRun(run), bench.write('batch.csv', text));
  return Array.from(detection.score, (score) => (Number.isNaN(score) ? null : score));
}

const scoresOf = (rows: readonly LiveRow[]) => rows.map(({ score }) => score);

test.each<[string, string, string, Partial<RetrainConfig>]>([
  ['pca, on drift', 'pca', LEARNED, DRIFT],
  ['an lstm, on a schedule', 'lstm', table, OFTEN],
])(
  '%s: a new model runs beside the one in use, takes over, and has the numbers of its run',
  async (title, name, text, settings) => {
    const { rows, events, all, end } = await watched(name, title, lines(text), settings);
    expect(events.map(({ state }) => state).slice(0, 3)).toEqual([
      'training',
      'shadow',
      'promoted',
    ]);
    const [training, shadow, promoted] = events;
    const lost = all.some((line) => 'kind' in line && line.kind === 'fit' && line.state === 'lost');
    expect([lost, training.reason.includes('no longer fits')]).toEqual(
      Array(2).fill(name === 'pca'),
    );
    // counted from the first batch on, or from where it no longer fitted; 500, a quarter more and the guard
    expect(training.numbers.rows).toBe(name === 'pca' ? 700 : 1000);
    const { normal, aroundAlarms, last, missed, injected } = shadow.numbers;
    expect([normal + aroundAlarms + last, last, missed]).toEqual([training.numbers.rows, 20, 0]);
    expect(injected).toBeGreaterThanOrEqual(4);
    expect(promoted.row).toBeGreaterThanOrEqual(shadow.row + 500);
    const { run = '' } = promoted;
    const [before, after] = [await batchScores(runs[name], text), await batchScores(run, text)];
    expect(scoresOf(rows)).toEqual([
      ...before.slice(0, promoted.row + 1),
      ...after.slice(promoted.row + 1),
    ]);
    const beside = rows.filter((row) => row.shadow);
    expect(beside.map(({ row }) => row)).toEqual(
      Array.from({ length: promoted.row - shadow.row }, (_, i) => shadow.row + 1 + i),
    );
    expect(beside.map((row) => row.shadow?.score)).toEqual(
      after.slice(shadow.row + 1, promoted.row + 1),
    );
    expect(rows.map(({ row }) => row)).toEqual([...rows.keys()]);
    expect(end).toMatchObject({ scored: 2400, finished: true });
    // the model before keeps its run; of the scores those that a restart needs
    expect((await openRun(runs[name])).detectors).toHaveLength(1);
    const files = readdirSync(join(bench.path, title));
    expect(files.filter((file) => file.endsWith('.bin'))).toHaveLength(2);
  },
);

test('ends with the same bytes when it is stopped before, while and after a new model is trained and compared', async () => {
  // trained behind batch 15, beside from 16, in use from 21
  for (const batch of [3, 15, 16, 19, 21, 22]) {
    const stop = new AbortController();
    const source = lines(LEARNED, (n) => n === batch && stop.abort());
    await watched('pca', 'stopped', source, DRIFT, stop.signal);
  }
  await watched('pca', 'stopped', lines(LEARNED), DRIFT);
  // names of runs are given one after the other
  const named = (folder: string) =>
    read(folder).all.map((line) => JSON.stringify(line).replaceAll(/version_\d+/g, 'version_N'));
  expect(named('stopped')).toEqual(named('pca, on drift'));
});

test('a new model is trained on the backend that was chosen for the scoring', async () => {
  const stop = new AbortController();
  const source = lines(table, (batch) => batch === 12 && stop.abort());
  const compute = { backend: 'wasm' as const };
  const { events } = await watched('lstm', 'backend', source, OFTEN, stop.signal, compute);
  const shadow = events.find(({ state }) => state === 'shadow');
  const backends = [runs.lstm, shadow?.run ?? ''].map(async (run) => {
    const { detector } = (await openRun(run)).settings;
    return 'backend' in detector && detector.backend;
  });
  expect(await Promise.all(backends)).toEqual(['cpu', 'wasm']);
});

test('a new model that raises an alarm of its own is rejected, and nothing of it is left', async () => {
  const before = readdirSync(bench.paths.logs);
  const { rows, events } = await watched('pca', 'rejected', lines(table));
  const [, shadow, rejected] = events;
  expect([shadow.state, rejected.state]).toEqual(['shadow', 'rejected']);
  expect(rejected.numbers).toMatchObject({ aloneInUse: 0, aloneNew: 1 });
  expect(scoresOf(rows)).toEqual(await batchScores(runs.pca, table));
  expect(readdirSync(bench.paths.logs)).toEqual(before);
  expect(readdirSync(join(bench.path, 'rejected/data/processed'))).toEqual([]);
});

test('a new model that misses an injected anomaly does not even run beside the one in use', async () => {
  const { events } = await watched('pca', 'blind', lines(drifted(0.75)), DRIFT);
  expect(events[1]).toMatchObject({ state: 'rejected', training: 1 });
  expect(events[1].numbers.missed).toBeGreaterThan(0);
  expect(events[1].reason).toMatch(/catches \d+, the model in use \d+; \d+ of these it misses\.$/);
});

test('too few rows that are believed normal are said, with why, and nothing is trained', async () => {
  const before = readdirSync(bench.paths.logs);
  const settings = { ...OFTEN, retrainRows: 990, retrainGuard: '50' };
  const { events } = await watched('pca', 'few', lines(table), settings);
  expect(events.map(({ state }) => state)).toEqual([
    'training',
    'postponed',
    'training',
    'postponed',
  ]);
  expect(events[1].numbers.normal).toBeLessThan(990);
  expect(events[1].reason).toMatch(/^\d+ of 1,000 rows are believed normal, and it takes 990: /);
  expect(readdirSync(bench.paths.logs)).toEqual(before);
});

test('an operator promotes, and goes back to the model before', async () => {
  const folder = join(bench.path, 'asked');
  const source = lines(table, async (batch) => {
    if (batch === 14) await askModels(folder, 'promote');
    if (batch === 18) await askModels(folder, 'rollback');
    if (batch === 20) await askModels(folder, 'rollback');
  });
  const settings = { ...OFTEN, promote: 'operator' as const, shadowFor: '100' };
  const { events, rows } = await watched('pca', 'asked', source, { ...settings, retrain: '1000' });
  const told = events.map(({ state, row }) => [state, row]);
  expect(told.slice(0, 5).map(([state]) => state)).toEqual([
    'training',
    'shadow',
    'promoted',
    'rolled back',
    'failed',
  ]);
  const [, , promoted, back] = events;
  const run = promoted.run ?? '';
  const [first, second] = [await batchScores(runs.pca, table), await batchScores(run, table)];
  expect(scoresOf(rows)).toEqual([
    ...first.slice(0, promoted.row + 1),
    ...second.slice(promoted.row + 1, back.row + 1),
    ...first.slice(back.row + 1),
  ]);
  const known = await readLiveModels(folder, runs.pca);
  expect([known.inUse, known.former]).toEqual([runs.pca, []]);
  expect(known.events).toEqual(events);
});

test('the command stops at once while a model is trained, says which one is in use, and goes on', async () => {
  const all = table.trimEnd().split('\n');
  const file = bench.write('live.csv', `${all.slice(0, 1101).join('\n')}\n`);
  const args = ['watch', runs.lstm, '--from', file, '--out', 'command', '--retrain', '1000'];
  const rules = ['--retrain-over', '1000', '--retrain-rows', '500', '--retrain-guard', '20'];
  const start = (...more: string[]) => {
    const child = spawn(process.execPath, [BIN, ...more], { cwd: bench.path });
    const exit = once(child, 'exit') as Promise<[number | null]>;
    return { child, exit };
  };
  const { child, exit } = start(...args, ...rules);
  let out = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
      if (out.includes('a new model is trained (training 1)')) resolve();
    });
    const more = setInterval(() => {
      // the first rows were stored: what is due by then is decided before the next ones
      if (!readdirSync(bench.path).includes('command')) return;
      if (!readdirSync(join(bench.path, 'command')).includes('state.json')) return;
      clearInterval(more);
      appendFileSync(file, `${all[1101]}\n`);
    }, 200);
  });
  const stopped = performance.now();
  child.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
  expect(performance.now() - stopped).toBeLessThan(2000);
  const shown = start('models', runs.lstm, '--out', 'command');
  let models = '';
  shown.child.stdout.on('data', (chunk: Buffer) => (models += String(chunk)));
  expect(await shown.exit).toEqual([0, null]);
  expect(models).toContain(`In use  ${runs.lstm}\nBeside  none\nBefore  none\n`);
  expect(models).toContain(
    'a new model is trained (training 1): It is time for a new one: every 1000.',
  );
  appendFileSync(file, `${all.slice(1102, 1200).join('\n')}\n`);
  const { events } = await watched('lstm', 'command', openSource(file));
  expect((await openRun('last', bench.paths)).settings.paths.dataset).toBe('training-1');
  // the training that was stopped went on first
  expect(events.map(({ state, training }) => [state, training])).toEqual([
    ['training', 1],
    ['shadow', 1],
  ]);
  const rest = start('models', runs.lstm, 'promote', '--out', 'nowhere');
  expect(await rest.exit).toEqual([2, null]);
});
