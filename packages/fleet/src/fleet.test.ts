/** A fleet in this process: what is trained when, what a state says, and what a failed device leaves as it is. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FleetEffortConfig, trainSettings } from './config.js';
import { detectFleet } from './detect-fleet.js';
import { deviceTable } from './device/table.fixture.js';
import { readFleetStatus } from './fleet-status.js';
import type { Detection } from './state/detection.js';
import { readDeviceRecord, writeDeviceRecord } from './state/device-record.js';
import { trainFleet } from './train-fleet.js';

const PATIENCE = 120_000;
const effort = FleetEffortConfig.parse({});
const engine = { kind: 'in-process' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-fleet-'));
  for (const name of ['normal', 'newest']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const at = (name: string): string => join(folder, name);

function train(given: Record<string, Record<string, unknown>> = {}) {
  const settings = trainSettings.parse(given);
  return trainFleet({ devices: at('normal'), fleet: at('fleet'), settings, engine, effort });
}

function detect(rows = 60) {
  return detectFleet({ devices: at('newest'), fleet: at('fleet'), rows, engine, effort });
}

const stateOf = (id: string): Detection =>
  JSON.parse(readFileSync(at(`fleet/${id}.json`), 'utf8')) as Detection;

const logLines = (): string[] =>
  readFileSync(at('fleet/detections.jsonl'), 'utf8').trim().split('\n');

test(
  'a device is trained again when its contents or the settings have changed, and not for a new date',
  async () => {
    write('normal/a.csv', deviceTable(400));
    write('normal/b.csv', deviceTable(400, 50));
    expect(await train()).toEqual({
      devices: 2,
      trained: ['a', 'b'],
      unchanged: 0,
      failed: [],
      damaged: [],
      absent: [],
    });
    expect(await train()).toMatchObject({ trained: [], unchanged: 2 });
    utimesSync(at('normal/a.csv'), 1, 1);
    expect(await train()).toMatchObject({ trained: [], unchanged: 2 });
    write('normal/b.csv', deviceTable(401, 50));
    expect(await train()).toMatchObject({ trained: ['b'], unchanged: 1 });
    expect(await readDeviceRecord(at('fleet'), 'b')).toMatchObject({
      run: 'version_1',
      former: 'version_0',
      rows: 401,
      channels: 3,
    });
    expect(await train({ detector: { kind: 'k-means' } })).toMatchObject({ trained: ['a', 'b'] });
    // the run before is kept for whoever reads it, and no other one
    expect(readdirSync(at('fleet/devices/b')).sort()).toEqual([
      'device.json',
      'version_1',
      'version_2',
    ]);
    expect(existsSync(at('fleet/train/jobs'))).toBe(false);
  },
  PATIENCE,
);

test(
  'a device that cannot be trained stops no other and keeps its model',
  async () => {
    write('normal/a.csv', deviceTable(400));
    write('normal/b.csv', deviceTable(400));
    await train();
    write('normal/a.csv', 'time,A,B,C\n2024-01-01,1,x,y\n');
    write('normal/c.csv', deviceTable(400));
    const { trained, failed } = await train();
    expect(trained).toEqual(['c']);
    expect(failed).toEqual([{ id: 'a', message: expect.stringContaining('a.csv') }]);
    expect(await readDeviceRecord(at('fleet'), 'a')).toMatchObject({ run: 'version_0', rows: 400 });
    const failures = async () =>
      (await readFleetStatus(at('fleet'))).devices.map(({ failure }) => failure?.message);
    expect(await failures()).toEqual([expect.stringContaining('a.csv'), undefined, undefined]);
    write('normal/a.csv', deviceTable(400));
    expect(await train()).toMatchObject({ unchanged: 3, failed: [] }); // as before the fault
    expect(await failures()).toEqual([undefined, undefined, undefined]);
  },
  PATIENCE,
);

test(
  'a state says what the newest rows are, and is written again when there are new ones',
  async () => {
    write('normal/a.csv', deviceTable(400));
    write('normal/b.csv', deviceTable(400));
    await train();
    write('newest/a.csv', deviceTable(100, 500));
    write('newest/b.csv', deviceTable(100, 500, 10));
    write('newest/c.csv', deviceTable(100, 500));
    const first = await detect();
    expect(first.detections.map(({ device, state }) => [device, state])).toEqual([
      ['a', 'normal'],
      ['b', 'alarm'],
    ]);
    expect(first.failed).toEqual([
      { id: 'c', message: 'Device c must be trained before it is scored, but is not. Train it.' },
    ]);
    const { score, threshold, time, reason, run } = stateOf('b');
    expect(score).toBeGreaterThan(threshold ?? NaN);
    expect(time).toMatch(/^2024-01-01 09:5\d:00$/); // rows 590 to 599
    expect(reason).toMatch(/^alarm in \d+ of the newest 60 rows; sensors A/);
    expect(run).toBe('version_0');
    expect(stateOf('a')).toMatchObject({ state: 'normal', rows: 60, sensors: [] });
    expect(stateOf('c')).toMatchObject({ state: 'failed', score: null });
    expect(logLines()).toHaveLength(3);

    const states = [
      { device: 'a', state: 'normal' },
      { device: 'b', state: 'alarm' },
    ];
    expect(await detect()).toMatchObject({ detections: [], unchanged: 2, standing: states });
    expect(logLines()).toHaveLength(4); // what failed is tried again
    write('newest/b.csv', deviceTable(200, 500)); // the attack was ten of these rows, and is over
    expect((await detect()).detections).toMatchObject([{ device: 'b', state: 'normal' }]);
  },
  PATIENCE,
);

test(
  'an alarm that is older than the newest rows is none, and rows without a score leave the state unknown',
  async () => {
    write('normal/a.csv', deviceTable(400));
    await train();
    const [head, ...rows] = deviceTable(200, 500, 100).trim().split('\n');
    write('newest/a.csv', `${[head, ...rows.slice(90), ...rows.slice(0, 0)].join('\n')}\n`);
    expect((await detect(5)).detections).toMatchObject([{ state: 'alarm' }]);
    const calm = deviceTable(40, 700).trim().split('\n').slice(1);
    write('newest/a.csv', `${[head, ...rows.slice(90), ...calm].join('\n')}\n`);
    expect((await detect(5)).detections).toMatchObject([{ state: 'normal', rows: 5 }]);
    const empty = calm.map((row) => `${row.split(',')[0]},,,`);
    write('newest/a.csv', `${[head, ...calm.slice(0, 20), ...empty.slice(20)].join('\n')}\n`);
    expect((await detect(5)).detections).toMatchObject([{ state: 'unknown', score: null }]);
  },
  PATIENCE,
);

test(
  'a line of the log that a kill cut short is cut off, and said so; one process at a time scores',
  async () => {
    write('normal/a.csv', deviceTable(400));
    await train();
    write('newest/a.csv', deviceTable(100, 500));
    await detect();
    appendFileSync(at('fleet/detections.jsonl'), '{"device":"a","che');
    write('newest/a.csv', deviceTable(101, 500));
    expect((await detect()).notes).toEqual([
      'A line of detections.jsonl that was cut short was cut off.',
    ]);
    expect(logLines().map((line) => (JSON.parse(line) as Detection).device)).toEqual(['a', 'a']);
    write('fleet/detect/lock', `${process.ppid} ${(await import('node:os')).hostname()}\n`);
    await expect(detect()).rejects.toThrow('must be written by one process at a time');
  },
  PATIENCE,
);

test(
  'the status has devices with and without a model or a state, and a fleet must be there',
  async () => {
    write('normal/a.csv', deviceTable(400));
    await train();
    write('newest/c.csv', deviceTable(100));
    await detect();
    const { devices } = await readFleetStatus(at('fleet'));
    expect(devices.map(({ id, record, detection }) => [id, record?.run, detection?.state])).toEqual(
      [
        ['a', 'version_0', undefined],
        ['c', undefined, 'failed'],
      ],
    );
    await expect(readFleetStatus(at('none'))).rejects.toThrow('must be the folder of a fleet');
  },
  PATIENCE,
);

/** Files that a model consists of, and one that it does not. */
const WEIGHTS = 'fleet/devices/a/version_0/detectors/norm.safetensors';
const CONFIG = 'fleet/devices/b/version_0/config.json';
const CARD = 'fleet/devices/b/version_0/model-card.md';

test(
  'a model with a file that is gone or was changed is trained again and named; what is no part of it may change',
  async () => {
    write('normal/a.csv', deviceTable(400));
    write('normal/b.csv', deviceTable(400, 50));
    await train();
    appendFileSync(at(CARD), 'a remark');
    expect(await train()).toMatchObject({ unchanged: 2, damaged: [] });
    rmSync(at(WEIGHTS));
    expect(await train()).toMatchObject({ trained: ['a'], unchanged: 1, damaged: ['a'] });
    write(CONFIG, readFileSync(at(CONFIG), 'utf8').replace('"norm"', '"pca"'));
    expect(await train()).toMatchObject({ trained: ['b'], unchanged: 1, damaged: ['b'] });
    // all runs are lost: the new one has the name of an old one, and is not removed as that one
    for (const run of ['version_0', 'version_1']) {
      rmSync(at(`fleet/devices/a/${run}`), { recursive: true });
    }
    expect(await train()).toMatchObject({ trained: ['a'], damaged: ['a'] });
    expect(readdirSync(at('fleet/devices/a'))).toContain('version_0');
    expect(await train()).toMatchObject({ unchanged: 2, damaged: [] });
  },
  PATIENCE,
);

test(
  'a record of before, without a hash of the model, is trained again and not called damaged',
  async () => {
    write('normal/a.csv', deviceTable(400));
    await train();
    const record = await readDeviceRecord(at('fleet'), 'a');
    if (!record) throw new Error('It was trained.');
    const { model: _, ...before } = record;
    await writeDeviceRecord(at('fleet'), before);
    expect(await train()).toMatchObject({ trained: ['a'], damaged: [] });
  },
  PATIENCE,
);

test(
  'a changed model scores nothing, and one in the place of a lost one scores again',
  async () => {
    write('normal/a.csv', deviceTable(400));
    write('newest/a.csv', deviceTable(100, 500));
    await train();
    await detect();
    expect(stateOf('a').lastRow).toBe('2024-01-01 09:59:00');
    rmSync(at('fleet/devices/a/version_0'), { recursive: true });
    await train();
    expect(await readDeviceRecord(at('fleet'), 'a')).toMatchObject({ run: 'version_0' });
    expect((await detect()).detections).toHaveLength(1);
    const weights = readFileSync(at(WEIGHTS));
    weights[weights.length - 1] ^= 1;
    writeFileSync(at(WEIGHTS), weights);
    write('newest/a.csv', deviceTable(101, 500));
    expect((await detect()).failed).toEqual([
      { id: 'a', message: expect.stringContaining('must be as it was trained, but files') },
    ]);
  },
  PATIENCE,
);

test(
  'a device of the fleet without a table is named, and keeps its model and its state',
  async () => {
    for (const id of ['a', 'b']) {
      write(`normal/${id}.csv`, deviceTable(400));
      write(`newest/${id}.csv`, deviceTable(100, 500));
    }
    await train();
    expect((await detect()).absent).toEqual([]);
    for (const part of ['normal', 'newest']) rmSync(at(`${part}/b.csv`));
    const before = stateOf('b');
    expect((await detect()).absent).toEqual(['b']);
    expect((await train()).absent).toEqual(['b']);
    expect(stateOf('b')).toEqual(before);
  },
  PATIENCE,
);

test('a fleet that is a file, or lies in one, is refused in a sentence', async () => {
  write('normal/a.csv', deviceTable(400));
  write('fleet', '');
  await expect(train()).rejects.toThrow('is a file where a folder must be. Check the path.');
  await expect(readFleetStatus(at('fleet'))).rejects.toThrow(
    'must be the folder of a fleet, got a file. Name the folder.',
  );
});

test('a folder of devices that cannot be read is a fault, not a fleet without devices', async () => {
  mkdirSync(at('fleet'));
  write('fleet/devices', 'of something else');
  await expect(readFleetStatus(at('fleet'))).rejects.toThrow('devices cannot be read');
});
