/** Watching a source: results, counts, restarts and refusals, with a folder on a real disk. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { type Artifact, TableSettings } from '@anodec/pipeline';
import { liveFiles, type LiveLine, type LiveRow } from '@anodec/runs';
import { openSource, type Source, type SourceBatch } from '@anodec/tables';
import { PrepareConfig } from '@anodec/data';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHANNELS, fitModel, plant, scoreWhole } from './plant.fixture.js';
import { WatchConfig } from './settings.js';
import type { Sink } from './sinks/sink.js';
import { watch, type WatchParts } from './watch.js';

let artifact: Artifact;
let model: Awaited<ReturnType<typeof fitModel>>;
beforeAll(async () => {
  model = await fitModel({
    detector: { kind: 'norm' },
    policy: { threshold: { kind: 'fixed', value: 3 }, alarms: { mergeGap: 3, minimum: 2 } },
  });
  const tables = TableSettings.parse({
    prepare: PrepareConfig.parse({}),
    reading: {},
    ending: '.csv',
    leftOut: [],
  });
  const { preprocessing, detector } = model;
  artifact = { preprocessing, detectors: [detector], learnedFrom: [], tables };
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-watch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const frame = plant({ rows: 150, seed: 4, missing: 0.02, skipped: 0.03, attacks: 0.04 });
const records = Array.from(frame.timestamps, (time, t) => {
  const cells = CHANNELS.map((name, c) => {
    const value = frame.values[t * 3 + c];
    return [name, Number.isNaN(value) ? null : value] as const;
  });
  return JSON.stringify({ time: new Date(time).toISOString(), ...Object.fromEntries(cells) });
});

/** A source of lines, some at a time, that goes on from a position; `after` runs behind each batch. */
function lines(all: readonly string[], after: (batch: number) => void = () => {}): Source {
  return {
    name: 'lines',
    canResume: true,
    async *read({ from }): AsyncGenerator<SourceBatch> {
      for (let at = Number(from?.at ?? 0), n = 0; at < all.length; at += 7, n++) {
        yield { records: all.slice(at, at + 7), position: { at: Math.min(at + 7, all.length) } };
        after(n);
      }
    },
  };
}

function parts(
  source: Source,
  more: Partial<Omit<WatchParts, 'settings'>> & { settings?: Partial<WatchConfig> } = {},
): WatchParts {
  const settings = { ...WatchConfig.parse({}), ...more.settings };
  return { artifact, source, sinks: [], folder: join(folder, 'live'), ...more, settings };
}

async function written(place = 'live'): Promise<LiveLine[]> {
  const text = await readFile(liveFiles(join(folder, place)).lines, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveLine);
}

const isRow = (line: LiveLine): line is LiveRow => !('kind' in line);

test('writes the numbers of the batch, and its alarms where they begin and end', async () => {
  const end = await watch(parts(lines(records)));
  const { detection } = await scoreWhole(model, frame, 1000);
  const found = await written();
  const rows = found.filter(isRow);
  const known = (values: ArrayLike<number>) =>
    Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  expect(rows.map(({ row }) => row)).toEqual([...rows.keys()]);
  expect(rows.map(({ score }) => score)).toEqual(known(detection.score));
  expect(rows.map(({ pValue }) => pValue)).toEqual(known(detection.pValues));
  expect(rows.map(({ time }) => Date.parse(String(time)))).toEqual([...frame.timestamps]);
  const ended = found.flatMap((line) => ('kind' in line && line.kind === 'alarm' ? [line] : []));
  expect(detection.alarms.length).toBeGreaterThan(2);
  expect(ended.filter(({ state }) => state === 'end')).toMatchObject(
    detection.alarms.map(({ start, end: last, peak, mean, channels }, i) => ({
      alarm: i + 1,
      start: new Date(start).toISOString(),
      end: new Date(last).toISOString(),
      peak: { row: peak.row, score: peak.value },
      mean,
      sensors: channels
        .filter(({ share }) => share > 0)
        .map(({ channel, share }) => ({ name: channel, share })),
    })),
  );
  // an alarm is on from the row behind which its start stands to the one before its end
  for (const start of ended.filter(({ state }) => state === 'start')) {
    const at = found.indexOf(start);
    const stop = found.findIndex((line, i) => i > at && 'kind' in line);
    const during = found.slice(at - 1, stop).filter(isRow);
    expect(during.every(({ alarm }) => alarm)).toBe(true);
    expect(found[at - 1]).toMatchObject({ row: start.row, alarm: true });
  }
  expect(end).toMatchObject({ taken: 150, scored: 150, before: 0, finished: true, faults: 0 });
  expect(end.alarms).toBe(detection.alarms.length);
});

test('names the sensors with the largest parts of the score of a row', async () => {
  await watch(parts(lines(records)));
  const { detection } = await scoreWhole(model, frame, 1000);
  const { channelScores = new Float32Array(0) } = detection;
  const rows = (await written()).filter(isRow);
  for (const { row, sensors } of rows) {
    const scores = CHANNELS.map((name, c) => ({ name, score: channelScores[row * 3 + c] }));
    const positive = scores.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
    const sum = positive.reduce((total, { score }) => total + score, 0);
    expect(sensors.map(({ name }) => name)).toEqual(positive.map(({ name }) => name));
    for (const [i, { share }] of sensors.entries()) {
      expect(share).toBeCloseTo(positive[i].score / sum, 12);
    }
  }
});

test('ends with the same bytes wherever it is stopped and started again', async () => {
  await watch(parts(lines(records), { folder: join(folder, 'whole') }));
  let before = -1;
  for (let batches = 2; before < records.length; batches++) {
    const stop = new AbortController();
    const source = lines(records, (n) => n + 1 === batches && stop.abort());
    const end = await watch(parts(source), { signal: stop.signal });
    expect(end.before).toBeGreaterThanOrEqual(before);
    before = end.taken;
    if (end.finished) break;
  }
  expect(await written()).toEqual(await written('whole'));
});

test('cuts off what a killed process wrote beyond its state', async () => {
  const stop = new AbortController();
  await watch(parts(lines(records, () => stop.abort())), { signal: stop.signal });
  const files = liveFiles(join(folder, 'live'));
  for (const file of [files.lines, files.rows, files.detectorScores]) {
    await writeFile(file, 'half a li', { flag: 'a' });
  }
  await writeFile(join(folder, 'live', 'lock'), '999999999'); // no process has that number
  await watch(parts(lines(records)));
  await watch(parts(lines(records), { folder: join(folder, 'whole') }));
  expect(await written()).toEqual(await written('whole'));
  expect(existsSync(join(folder, 'live', 'lock'))).toBe(false);
});

test('counts rows that are late, repeated or no rows, and scores the others', async () => {
  const odd = [
    ...records.slice(0, 40),
    records[39],
    records[12],
    '{"time": 1',
    ...records.slice(40),
  ];
  const notes: string[] = [];
  const end = await watch(parts(lines(odd)), { note: (line) => notes.push(line) });
  expect(end).toMatchObject({ taken: 150, late: 1, repeated: 1, faults: 1 });
  expect(notes).toEqual([
    'Left out: Row 43 of lines must be a JSON object as the rows before, got another form.',
  ]);
  await watch(parts(lines(records), { folder: join(folder, 'whole') }));
  expect(await written()).toEqual(await written('whole'));
  const refused = watch(
    parts(lines(odd), { folder: join(folder, 'r'), settings: { badRows: 'refuse' } }),
  );
  await expect(refused).rejects.toThrow('leave such rows out with `badRows: skip`');
});

test('puts late rows in order where it waits for them', async () => {
  const mixed = [...records];
  [mixed[50], mixed[51]] = [mixed[51], mixed[50]];
  const end = await watch(parts(lines(mixed), { settings: { wait: '60s' } }));
  expect(end).toMatchObject({ taken: 150, late: 0 });
  await watch(parts(lines(records), { folder: join(folder, 'whole') }));
  expect(await written()).toEqual(await written('whole'));
});

test('delivers before it stores: a sink that fails gets the same rows again', async () => {
  const delivered: LiveLine[] = [];
  let left = 5;
  const sink: Sink = {
    name: 'sink',
    async write(some) {
      if (left-- === 0) throw new DataError('The sink is gone.');
      delivered.push(...some);
    },
    close: async () => {},
  };
  await expect(watch(parts(lines(records), { sinks: [sink] }))).rejects.toThrow('is gone');
  await watch(parts(lines(records), { sinks: [sink] }));
  expect(delivered).toEqual(await written());
});

test('goes on with the same model, source and recording alone, or anew when it is told', async () => {
  await watch(parts(lines(records)));
  await expect(watch(parts(lines(records)))).rejects.toThrow('its source ended');
  expect((await watch(parts(lines(records), { settings: { fresh: true } }))).taken).toBe(150);
  const stop = new AbortController();
  const half = parts(
    lines(records, () => stop.abort()),
    { settings: { fresh: true } },
  );
  await writeFile(join(folder, 'live', 'notes.txt'), 'of the user');
  await watch(half, { signal: stop.signal });
  expect(await readFile(join(folder, 'live', 'notes.txt'), 'utf8')).toBe('of the user');
  const other = { ...lines(records), name: 'others' };
  await expect(watch(parts(other))).rejects.toThrow('must go on with lines, got others');
  const [detector] = artifact.detectors;
  const alarmPolicy = { ...detector.alarmPolicy, pooling: { changed: true } };
  const changed = { ...artifact, detectors: [{ ...detector, alarmPolicy }] };
  await expect(watch(parts(lines(records), { artifact: changed }))).rejects.toThrow('another one');
  await writeFile(join(folder, 'live', 'lock'), `${process.ppid} ${hostname()}\n`);
  await expect(watch(parts(lines(records)))).rejects.toThrow(
    /process \d+ on .+ works on it. Wait for its end, or choose another `name` or `out`\.$/,
  );
});

test('leaves no folder behind where the source is not there, and what others have beside it', async () => {
  const missing = openSource('nowhere.csv');
  const run = join(folder, 'of-no-source');
  await expect(watch(parts(missing, { folder: join(run, 'live/first') }))).rejects.toThrow(
    'nowhere.csv',
  );
  expect(existsSync(run)).toBe(false);
  await watch(parts(lines(records), { folder: join(run, 'live/second') }));
  await expect(watch(parts(missing, { folder: join(run, 'live/first') }))).rejects.toThrow(
    'nowhere.csv',
  );
  expect(readdirSync(join(run, 'live'))).toEqual(['second']);
});
