/** Event files. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEventWriter } from './event-writer.js';
import { bytesAt, readMessage, readRecords } from './testing/read-event-file.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tensorboard-logger-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const hasProtoc = spawnSync('protoc', ['--version']).status === 0;

test('names the file as TensorBoard looks for it and begins it with the version', () => {
  const writer = createEventWriter(directory, { wallTime: () => 1_700_000_000.5, host: 'plant' });
  writer.close();
  expect(readdirSync(directory)[0]).toMatch(/^events\.out\.tfevents\.1700000000\.plant\.\d+\.\d+$/);
  const [first] = readRecords(writer.path);
  expect(bytesAt(first, 1).readDoubleLE()).toBe(1_700_000_000.5);
  expect(bytesAt(first, 3).toString()).toBe('brain.Event:2');
});

test('keeps a step beyond 2³¹ and 2³²', () => {
  const writer = createEventWriter(directory);
  writer.scalar('x', 1, 128);
  writer.scalar('x', 1, 2 ** 31 + 1);
  writer.scalar('x', 1, 2 ** 40 + 1);
  writer.close();
  const steps = readRecords(writer.path)
    .slice(1)
    .map((event) => readMessage(event).get(2)?.[0]);
  expect(steps).toEqual([128n, 2147483649n, 1099511627777n]);
});

test('writes several scalars of a step as one event', () => {
  const writer = createEventWriter(directory);
  writer.scalars({ a: 1, b: 2 }, 5);
  writer.close();
  const records = readRecords(writer.path);
  expect(records).toHaveLength(2);
  expect(readMessage(bytesAt(records[1], 5)).get(1)).toHaveLength(2);
});

test('keeps values until a flush and appends after it', () => {
  const writer = createEventWriter(directory);
  writer.scalar('x', 1, 0);
  expect(readRecords(writer.path)).toHaveLength(0);
  writer.flush();
  expect(readRecords(writer.path)).toHaveLength(2);
  writer.scalar('x', 2, 1);
  writer.close();
  writer.close();
  expect(readRecords(writer.path)).toHaveLength(3);
});

test('writes values in the order in which they came, each with its time, also scalars that wait longest', () => {
  let seconds = 100;
  const writer = createEventWriter(directory, { wallTime: () => seconds++ });
  const values: Record<string, number> = { a: 1, b: NaN };
  writer.scalars(values, 1);
  values['a'] = 9; // what is logged is what it was
  writer.scalar('a', 2, 2);
  writer.text('t', 'x', 3);
  const before = writer.waiting;
  writer.scalars({ b: 4, a: 3 }, 4);
  expect(writer.waiting).toBeGreaterThan(before);
  writer.close();
  const records = readRecords(writer.path).slice(1);
  expect(records.map((event) => bytesAt(event, 1).readDoubleLE())).toEqual([102, 103, 104, 105]);
  expect(records.map((event) => Number(readMessage(event).get(2)?.[0]))).toEqual([1, 2, 3, 4]);
  const scalarsOf = (event: Buffer) =>
    (readMessage(bytesAt(event, 5)).get(1) as Buffer[]).map((value) => [
      bytesAt(value, 1).toString(),
      bytesAt(value, 8, 5).readFloatLE(),
    ]);
  expect(scalarsOf(records[0])).toEqual([
    ['a', 1],
    ['b', NaN],
  ]);
  expect(scalarsOf(records[1])).toEqual([['a', 2]]);
  expect(scalarsOf(records[3])).toEqual([
    ['b', 4],
    ['a', 3],
  ]);
});

test('flushes by itself before a mebibyte waits', () => {
  const writer = createEventWriter(directory);
  for (let step = 0; step < 2000; step++) writer.scalar('x', step, step);
  expect(readRecords(writer.path).length).toBeGreaterThan(1000);
  writer.close();
});

test('leaves only whole records behind when it is killed, and a new writer takes another file', () => {
  const script = `
    import { createEventWriter } from ${JSON.stringify(new URL('./event-writer.ts', import.meta.url).href)};
    const writer = createEventWriter(${JSON.stringify(directory)});
    for (let step = 0; ; step++) {
      writer.histogram('x', [step, step + 1], step);
      if (step === 500) process.kill(process.pid, 'SIGKILL');
    }`;
  const node = ['--import', 'tsx', '--input-type=module', '-e', script];
  expect(spawnSync(process.execPath, node).signal).toBe('SIGKILL');
  const killed = join(directory, readdirSync(directory)[0]);
  const before = readRecords(killed).length;
  expect(before).toBeGreaterThan(1);
  appendFileSync(killed, Buffer.from([9, 0, 0])); // as a machine that lost its power may leave it
  expect(readRecords(killed)).toHaveLength(before);
  const next = createEventWriter(directory, { purgeStep: 300 });
  next.scalar('x', 1, 300);
  next.close();
  expect(next.path).not.toBe(killed);
  expect(readRecords(killed)).toHaveLength(before);
  expect(readRecords(next.path)).toHaveLength(4);
});

test('never writes into a file that is there', () => {
  const options = { wallTime: () => 12, host: 'plant' };
  const first = createEventWriter(directory, options);
  const second = createEventWriter(directory, options);
  first.close();
  second.close();
  expect(readdirSync(directory)).toHaveLength(2);
});

test('refuses a step that is no whole number, and any value after the end', () => {
  const writer = createEventWriter(directory);
  expect(() => writer.scalar('x', 1, 0.5)).toThrow(
    'A step must be a whole number from 0 on, got 0.5.',
  );
  writer.close();
  expect(() => writer.scalar('x', 1, 1)).toThrow('must be open, but it was closed.');
});

test('ends on a whole record when the disk is full', () => {
  // a limit on the size of files stands in for the disk; 2 blocks of 1024 bytes
  const script = `
    import { createEventWriter } from ${JSON.stringify(new URL('./event-writer.ts', import.meta.url).href)};
    const writer = createEventWriter(${JSON.stringify(directory)});
    writer.scalar('fits', 1, 0);
    writer.flush();
    writer.text('large', 'x'.repeat(5000), 1);
    try { writer.flush(); } catch (error) { console.log(error.code); }`;
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script];
  const said = execFileSync('bash', ['-c', 'ulimit -f 2; exec "$@"', 'bash', ...node]);
  expect(said.toString()).toBe('EFBIG\n');
  expect(readRecords(join(directory, readdirSync(directory)[0]))).toHaveLength(2);
});

test.skipIf(!hasProtoc)('is read by protoc (skipped where protoc is not installed)', () => {
  const writer = createEventWriter(directory);
  writer.scalar('loss/train', 0.5, 7);
  writer.close();
  const input = readRecords(writer.path)[1];
  const decoded = execFileSync('protoc', ['--decode_raw'], { input }).toString();
  expect(decoded).toContain('2: 7\n');
  expect(decoded).toContain('1: "loss/train"');
  expect(decoded).toContain('1: "scalars"');
});
