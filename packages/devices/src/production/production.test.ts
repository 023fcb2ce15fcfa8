/** The monthly and the daily job on made-up logs, with small networks. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@anodec/core';
import { GanConfig } from '@anodec/gan';
import { startCompute } from '@anodec/model';
import { encodePower, writeAppliances } from '@anodec/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelFolder, readModelFile } from '../detector/model-file.js';
import { DayScoringConfig, DayThresholdConfig } from '../detector/scoring-config.js';
import { PrepareDaysConfig } from '../prepare/prepare-device.js';
import { DailyConfig } from '../raw/daily-data.js';
import { detectDevices, type DetectOptions } from './detect-devices.js';
import { type DeviceState, stateFolder } from './device-state.js';
import { trainDevices, type TrainDevicesOptions } from './train-devices.js';

const daily = DailyConfig.parse({});
const gan = GanConfig.parse({
  capacity: 1 / 16,
  latentSize: 5,
  batchSize: 4,
  iterations: 3,
  backend: 'simd',
  threads: 1,
});
const settings = {
  days: PrepareDaysConfig.parse({ purpose: 'production' }),
  gan,
  scoring: DayScoringConfig.parse({ scoreSteps: 2 }),
  threshold: DayThresholdConfig.parse({}),
};
const start = () => startCompute(gan);

let folder = '';
let ids: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'devices-'));
  const made = { devices: 2, days: 44, cleanDays: 44, anomalies: 0, unusedShare: 0, seed: 3 };
  ids = (await writeAppliances(folder, made)).simulated.devices;
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The log that the daily job looks at. */
function yesterday(): string {
  return join(folder, 'raw', readdirSync(join(folder, 'raw')).sort().at(-2) ?? '');
}

/** Changes yesterday's log for as long as a test runs. */
async function withLog<Result>(
  change: (lines: readonly string[]) => readonly string[],
  run: () => Promise<Result>,
): Promise<Result> {
  const path = yesterday();
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, change(before.split('\n')).join('\n'));
  try {
    return await run();
  } finally {
    writeFileSync(path, before);
  }
}

const train = (options: TrainDevicesOptions = {}, changes = {}) =>
  trainDevices({ folder, daily }, { ...settings, ...changes }, options);

async function detect(changes = {}, options: Partial<DetectOptions> = {}) {
  const found = await detectDevices(
    { folder, daily, variant: 'acgan', ...changes },
    { start, ...options },
  );
  return { ...found, of: (device: string) => found.states.find((one) => one.device === device) };
}

const stateOf = (device: string) =>
  readFileSync(join(stateFolder(folder), `${device}.json`), 'utf8');

const place = (device: string) => modelFolder(folder, 'acgan', device);

describe.sequential('jobs', () => {
  test('without a model every device is stable, and the backend is not started', async () => {
    let starts = 0;
    const { states } = await detect({}, { start: async () => (starts += 1) });
    expect(states.map(({ device, state, reason }) => [device, state, reason])).toEqual(
      ids.map((device) => [device, 'stable', 'no model']),
    );
    expect(starts).toBe(0);
  });

  test('trains each device once for the same days and settings', { timeout: 120_000 }, async () => {
    const seen: [string, boolean][] = [];
    const options: TrainDevicesOptions = {
      onTrained: ({ model, isOld }) => seen.push([model.device, isOld]),
    };
    expect(await train(options)).toEqual([]);
    const before = ids.map((id) => readFileSync(join(place(id), 'model.json'), 'utf8'));
    expect(await train(options)).toEqual([]);
    expect(ids.map((id) => readFileSync(join(place(id), 'model.json'), 'utf8'))).toEqual(before);
    expect(seen).toEqual([...ids.map((id) => [id, false]), ...ids.map((id) => [id, true])]);
    const model = await readModelFile(place(ids[0]));
    expect((model?.days ?? 0) + (model?.heldOut ?? 0)).toBe(44);
    expect(Number.isFinite(model?.threshold)).toBe(true);
  });

  test('writes the same states when it is run again, with score, threshold and model', async () => {
    const { states, date, failed, stale } = await detect();
    expect([failed, stale]).toEqual([[], []]);
    const model = await readModelFile(place(ids[0]));
    expect(states[0]).toEqual({
      state: Number(states[0].score) > Number(model?.threshold) ? 'unstable' : 'stable',
      device: ids[0],
      date,
      reason: states[0].state === 'stable' ? 'usual' : 'unusual',
      score: expect.any(Number) as number,
      threshold: model?.threshold,
      model: model?.id,
    });
    const before = ids.map(stateOf);
    expect(JSON.parse(before[0])).toEqual(states[0]);
    await detect();
    expect(ids.map(stateOf)).toEqual(before);
  });

  test('takes a threshold of the user, above which alone a day is unusual', async () => {
    const score = Number((await detect()).states[0].score);
    const at = async (threshold: number) => (await detect({ threshold })).states[0].state;
    expect([await at(score), await at(score - 1e-6)]).toEqual(['stable', 'unstable']);
  });

  test('an unused day is stable, and so is a device without readings', async () => {
    const off = encodePower(0);
    const unused = await withLog(
      (lines) => lines.map((line) => (line.includes(ids[0]) ? line.replace(/[^,]*$/, off) : line)),
      () => detect({ threshold: -1e9 }),
    );
    expect([unused.of(ids[0])?.reason, unused.of(ids[1])?.reason]).toEqual(['unused', 'unusual']);
    const absent = await withLog(
      (lines) => lines.filter((line) => !line.includes(ids[0])),
      () => detect({ threshold: -1e9 }),
    );
    expect([absent.of(ids[0])?.reason, absent.of(ids[0])?.state]).toEqual([
      'no readings',
      'stable',
    ]);
  });

  test('a device that fails keeps its state and does not stop the others', async () => {
    await detect();
    const before = stateOf(ids[0]);
    const path = join(place(ids[0]), 'model.json');
    const model = readFileSync(path);
    writeFileSync(path, '{"format": ');
    const seen: DeviceState[] = [];
    const { failed } = await detect({}, { onState: (state) => seen.push(state) });
    expect(failed.map(({ device }) => device)).toEqual([ids[0]]);
    expect(failed[0].error.message).toContain('model.json');
    expect(seen.map(({ device }) => device)).toEqual([ids[1]]);
    expect(stateOf(ids[0])).toBe(before);
    writeFileSync(path, model);
  });

  test('says which states are of another day or of a device that is no longer listed', async () => {
    await detect();
    const gone = join(stateFolder(folder), 'OLD1.json');
    writeFileSync(gone, '{"state": "unstable", "date": "19.12.31"}');
    const { stale } = await detect();
    expect(stale).toEqual([{ device: 'OLD1', date: '19.12.31' }]);
    rmSync(gone);
  });

  test('the id of a device cannot lead out of the folder', async () => {
    const list = join(folder, 'list.json');
    writeFileSync(list, JSON.stringify({ list: ['../../x', ids[1]] }));
    const outside = join(folder, 'x.csv'); // where its table of yesterday would be removed
    writeFileSync(outside, '');
    const { failed, states } = await detect({ list });
    expect(failed.map(({ device }) => device)).toEqual(['../../x']);
    expect(states.map(({ device }) => device)).toEqual([ids[1]]);
    expect(existsSync(outside)).toBe(true);
  });

  test('does not run beside the same job, but after one that was killed', async () => {
    const lock = join(folder, 'detect.lock');
    const host = execFileSync(process.execPath, ['-p', 'os.hostname()'], { encoding: 'utf8' });
    writeFileSync(lock, `${process.ppid} ${host}`); // which runs as long as this one
    await expect(detect()).rejects.toThrow(ConfigError);
    await expect(detect()).rejects.toThrow(`process ${process.ppid}`);
    // the number of a process that has ended
    const ended = execFileSync(process.execPath, ['-p', 'process.pid'], {
      encoding: 'utf8',
    }).trim();
    writeFileSync(lock, `${ended} ${host}`);
    expect((await detect()).failed).toEqual([]);
    expect(existsSync(lock)).toBe(false);
  });

  test('a new model takes the place of the old one, whose networks go', {
    timeout: 120_000,
  }, async () => {
    const old = await readModelFile(place(ids[0]));
    const threshold = DayThresholdConfig.parse({ quantile: 0.6 });
    expect(await train({}, { threshold })).toEqual([]);
    const now = await readModelFile(place(ids[0]));
    expect(now?.id).not.toBe(old?.id);
    expect(readdirSync(place(ids[0])).sort()).toEqual([now?.id, 'model.json'].sort());
    expect((await detect()).states[0].model).toBe(now?.id);
  });

  test('networks with a file that is gone or was changed score nothing and are trained again, to the same', {
    timeout: 120_000,
  }, async () => {
    const first = (file: string) => join(place(ids[0]), JSON.parse(modelText()).id as string, file);
    const modelText = () => readFileSync(join(place(ids[0]), 'model.json'), 'utf8');
    const trained: [boolean, boolean][] = [];
    const options: TrainDevicesOptions = {
      onTrained: ({ isOld, wasDamaged }) => trained.push([isOld, wasDamaged]),
    };
    const threshold = DayThresholdConfig.parse({ quantile: 0.6 });
    expect(await train(options, { threshold })).toEqual([]);
    const before = modelText();
    const weights = readFileSync(first('generator.safetensors'));
    weights[weights.length - 1] ^= 1;
    writeFileSync(first('generator.safetensors'), weights);
    const { failed } = await detect();
    expect(failed.map(({ device }) => device)).toEqual([ids[0]]);
    expect(failed[0].error.message).toContain(
      'networks and days as they were trained, but files are missing',
    );
    await train(options, { threshold });
    rmSync(first('discriminator.safetensors'));
    await train(options, { threshold });
    expect(modelText()).toBe(before);
    // the days that a day is compared with count as well
    const days = readFileSync(first('days.csv'), 'utf8');
    writeFileSync(
      first('days.csv'),
      days.replace(/,(\d+)/, (_, power) => `,${Number(power) + 1}`),
    );
    expect((await detect()).failed.map(({ device }) => device)).toEqual([ids[0]]);
    await train(options, { threshold });
    expect(modelText()).toBe(before);
    const [old, again] = [
      [true, false],
      [false, true],
    ];
    expect(trained).toEqual([old, old, again, old, again, old, again, old]);
    expect((await detect()).failed).toEqual([]);
  });

  test('a device with few days is named and gets no model', async () => {
    const few: [string, number][] = [];
    const config = { ...daily, maxLogs: 29 };
    const place29 = mkdtempSync(join(tmpdir(), 'devices-few-'));
    const job = { folder: place29, logs: join(folder, 'raw'), daily: config };
    const onFewDays = (device: string, days: number) => few.push([device, days]);
    expect(await trainDevices(job, settings, { onFewDays })).toEqual([]);
    expect(few).toEqual(ids.map((id) => [id, 29]));
    expect(existsSync(join(place29, 'models'))).toBe(false);
    rmSync(place29, { recursive: true });
  });
});
