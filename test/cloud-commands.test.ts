/** The command with tables and rows of servers: the same scores, and no secret in anything that it says or writes. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareTables, trainRun } from '@anodec/pipeline';
import { replaceTable } from '@anodec/tables';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN } from './anodec-command.js';
import { type AwsServer, KEYS, startS3, withEnvironment } from './aws-servers.js';
import { isInstalled, startNats } from './servers.js';
import { type Bench, createBench, plantTable, tinySettings } from './trust/plant.js';

const SECRET = `secret-${randomUUID()}`;
const tested = plantTable({ rows: 200, from: 400, attack: [100, 120] });

let bench: Bench;
let server: AwsServer;
let restore: () => void;
let run: string;
beforeAll(async () => {
  bench = createBench();
  server = await startS3('plant');
  restore = withEnvironment({ ...KEYS, AWS_ENDPOINT_URL: server.endpoint });
  const { paths } = await prepareTables(bench.tables('plant'));
  run = (await trainRun(tinySettings(paths, { kind: 'norm' }))).run.path;
  bench.write('test.csv', tested);
});
afterAll(async () => {
  restore();
  await server.stop();
  bench.remove();
});

/** Runs a command with more variables of the environment. */
async function anodec(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [BIN, ...args], { cwd: bench.path, env });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (out += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

/** Files that hold a text. */
function filesWith(text: string): string[] {
  const entries = readdirSync(bench.path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return files.filter((file) => readFileSync(file).includes(text));
}

test('a table in S3 is scored into S3 as one on disk is, and followed to the same scores', async () => {
  await replaceTable('s3://plant/live/1.csv', async (draft) => writeFileSync(draft, tested));
  const keys = { AWS_SECRET_ACCESS_KEY: SECRET };
  const score = ['score', '--model', run, '--input'];
  expect((await anodec({}, ...score, 'test.csv', '--out', 'local.csv')).code).toBe(0);
  const remote = await anodec(keys, ...score, 's3://plant/live/1.csv', '--out', 's3://plant/o.csv');
  expect(remote).toEqual({ code: 0, out: expect.stringContaining('1.csv: 200 rows') });
  const read = ['data', 'inspect', 's3://plant/o.csv'];
  expect((await anodec(keys, ...read)).out).toContain('200 rows');
  const watched = await anodec(keys, 'watch', run, '--from', 's3://plant/live/', '--once');
  expect(watched).toEqual({ code: 0, out: expect.stringContaining('200') });
  const missing = await anodec(keys, ...score, 's3://plant/none.csv');
  expect(missing).toEqual({ code: 2, out: expect.stringContaining('must exist, got 404') });
  for (const { out } of [remote, watched, missing]) expect(out).not.toContain(SECRET);
  expect(filesWith(SECRET)).toEqual([]);
});

describe.skipIf(!isInstalled('nats-server'))('NATS (skipped without nats-server)', () => {
  test('a refused token is in no message and no file', async () => {
    const nats = await startNats('another');
    const from = `nats://127.0.0.1:${nats.port}/PLANT`;
    const refused = await anodec(
      { ANODEC_NATS_TOKEN: SECRET },
      'watch',
      run,
      '--name',
      'nats',
      '--from',
      from,
    );
    await nats.stop();
    expect(refused).toEqual({ code: 2, out: expect.stringContaining('ANODEC_NATS_TOKEN') });
    expect(refused.out).not.toContain(SECRET);
    expect(filesWith(SECRET)).toEqual([]);
  });
});
