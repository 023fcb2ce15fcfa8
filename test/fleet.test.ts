/** Fleets through the built command: on this machine, and by workers of a queue that are killed in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Detection } from '@anodec/fleet';
import { BIN, createWorkplace, waves, type Workplace } from './anodec-command.js';
import { isInstalled, startRedis, type TestServer } from './servers.js';

/** Long enough for processes to start on a busy machine. */
const PATIENCE = 600_000;

let folder: Workplace;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = createWorkplace();
  for (const name of ['normal', 'newest']) mkdirSync(join(folder.path, name));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  folder.remove();
});

/** Starts the command; `said` grows with what it prints. */
function start(...args: string[]): { child: ChildProcess; said: string } {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder.path });
  const started = { child, said: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (started.said += String(chunk)));
  }
  children.push(child);
  return started;
}

/** Runs the command to its end, however long a busy machine takes. */
async function run(...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder.path });
  children.push(child);
  const ended = { code: 0, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (ended.err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { ...ended, code };
}

async function until(holds: () => boolean, what: () => string): Promise<void> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > PATIENCE / 2) throw new Error(`Not yet: ${what().slice(-500)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The last 20 rows of `broken` are beyond anything normal. */
function newest(broken: boolean): string {
  return waves(200, (row, t) => (broken && t >= 180 ? [row[0], '5', row[2]] : row));
}

test(
  'trains, scores and shows a fleet; what failed is reported in the end with exit code 1',
  async () => {
    folder.write('normal/good.csv', waves(300));
    folder.write('normal/bad.csv', waves(310));
    folder.write('normal/torn.csv', 'A,B,C\n1,2\n');
    folder.write('newest/good.csv', newest(false));
    folder.write('newest/bad.csv', newest(true));
    const trained = await run('fleet', 'train', 'normal', '--engine', 'in-process');
    expect(trained.out).toContain('3 devices: 2 trained, 0 unchanged, 1 failed\n  torn failed: ');
    expect([trained.code, trained.err]).toEqual([
      1,
      '1 of 3 devices failed. All others are finished. Run the same command again to retry only what failed.\n',
    ]);
    // the setting is named as the flag of fleet train, in every place where it is said
    expect(trained.out).toMatch(/torn failed: .*--/);
    const detected = await run('fleet', 'detect', 'newest', '--engine', 'in-process');
    expect([detected.code, detected.err]).toEqual([0, '']);
    expect(detected.out).toContain('2 devices: 1 in alarm, 1 normal, 0 unknown, 0 failed');
    expect(detected.out).toMatch(
      /bad {2}\S+ \/ \S+ at .*: alarm in \d+ of the newest 60 rows; sensors B/,
    );
    const { out } = await run('fleet', 'status');
    expect(out).toContain('3 devices: 1 alarm, 1 no model, 1 normal');
    expect(out).toMatch(/bad +alarm .* row 199 +just now +just now +alarm in/);
    expect(out).toMatch(/bad +alarm[^]*torn +no model .* training failed: /);
    const { state, sensors } = JSON.parse(folder.read('fleet/bad.json')) as Partial<Detection>;
    expect([state, sensors?.[0]]).toEqual(['alarm', 'B']);
  },
  PATIENCE,
);

test(
  'repeats a detection, scores only what has new rows, and ends on Ctrl-C within 2 s',
  async () => {
    folder.write('normal/a.csv', waves(300));
    folder.write('newest/a.csv', newest(false));
    await run('fleet', 'train', 'normal', '--engine', 'in-process');
    const watched = start(
      'fleet',
      'detect',
      'newest',
      '--every',
      '300ms',
      '--engine',
      'in-process',
    );
    await until(
      () => watched.said.includes('1 of them as before'),
      () => watched.said,
    );
    folder.write('newest/a.csv', newest(true));
    await until(
      () => watched.said.includes('1 in alarm'),
      () => watched.said,
    );
    const raised = performance.now();
    watched.child.kill('SIGINT');
    await once(watched.child, 'close');
    expect(performance.now() - raised).toBeLessThan(2000);
    expect(watched.child.exitCode).toBe(130);
    expect(watched.said).toContain('Stopped between two detections.');
  },
  PATIENCE,
);

describe.skipIf(!isInstalled('redis-server'))('workers (skipped without redis-server)', () => {
  let server: TestServer;
  beforeEach(async () => void (server = await startRedis()));
  afterEach(() => server.stop());

  test(
    'a worker that is killed in the middle costs no device its model, and none is trained twice',
    async () => {
      const names = Array.from({ length: 12 }, (_, i) => `device-${i}`);
      for (const [i, name] of names.entries()) folder.write(`normal/${name}.csv`, waves(300 + i));
      const queue = ['--redis', `redis://127.0.0.1:${server.port}`];
      // a busy machine must not cost the other worker its lock: its device would be given to it again
      const worker = () => start('fleet', 'worker', ...queue, '--lock-seconds', '5');
      const workers = [worker(), worker()];
      for (const one of workers) {
        await until(
          () => one.said.includes('Ctrl-C stops it'),
          () => one.said,
        );
      }
      const training = start(
        'fleet',
        'train',
        'normal',
        '--engine',
        'bullmq',
        '--workers',
        '4',
        ...queue,
      );
      const models = () =>
        names.filter((name) => existsSync(join(folder.path, `fleet/devices/${name}/device.json`)));
      await until(
        () => models().length >= 2,
        () => training.said + workers[0].said,
      );
      workers[0].child.kill('SIGKILL');
      await until(
        () => training.child.exitCode !== null,
        () => training.said + workers[1].said,
      );
      expect([training.child.exitCode, training.said]).toEqual([
        0,
        // trained by the killed worker, which had not said so yet: the other finds it unchanged
        expect.stringMatching(/12 devices: 1[12] trained, [01] unchanged, 0 failed/),
      ]);
      expect(models()).toEqual(names);
      // one device at most was in the killed worker, whose run may have been left behind
      const runs = names.map(
        (name) =>
          readdirSync(join(folder.path, `fleet/devices/${name}`)).filter((file) =>
            file.startsWith('version_'),
          ).length,
      );
      expect(runs.filter((count) => count !== 1).length).toBeLessThanOrEqual(1);
      expect(existsSync(join(folder.path, 'fleet/train/jobs'))).toBe(false);
      const again = await run('fleet', 'train', 'normal', '--engine', 'bullmq', ...queue);
      expect(again.out).toContain('12 devices: 0 trained, 12 unchanged, 0 failed');
    },
    PATIENCE,
  );
});
