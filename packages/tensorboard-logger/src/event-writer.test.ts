/** Event files. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { crc32c } from './crc32c.js';
import { createEventWriter } from './event-writer.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tensorboard-logger-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const hasProtoc = spawnSync('protoc', ['--version']).status === 0;

/** The payloads of a TFRecord file, both checksums of each checked; written apart from the writer. */
function readRecords(path: string): Buffer[] {
  const bytes = readFileSync(path);
  const payloads: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(unmask(bytes.readUInt32LE(at + 8))).toBe(crc32c(bytes.subarray(at, at + 8)));
    const payload = bytes.subarray(at + 12, at + 12 + length);
    expect(unmask(bytes.readUInt32LE(at + 12 + length))).toBe(crc32c(payload));
    payloads.push(payload);
    at += 16 + length;
  }
  return payloads;
}

/** Undoes the mask of a TFRecord checksum. */
function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

/** A protobuf message as its fields: numbers of varints, bytes of everything else. */
function readMessage(bytes: Buffer): Map<number, (bigint | Buffer)[]> {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++]);
      value |= (byte & 127n) << shift;
      if (byte < 128n) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    let value: bigint | Buffer;
    if (wireType === 0) value = varint();
    else {
      const sizes: Record<number, number> = { 1: 8, 5: 4 };
      const length = sizes[wireType] ?? Number(varint());
      value = bytes.subarray(at, (at += length));
    }
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

/** The bytes at a path of field numbers, the first of each. */
function bytesAt(bytes: Buffer, ...path: number[]): Buffer {
  return path.reduce((message, field) => {
    const value = readMessage(message).get(field)?.[0];
    if (!Buffer.isBuffer(value)) throw new Error(`no bytes in field ${field}`);
    return value;
  }, bytes);
}

test('names the file as TensorBoard looks for it and begins it with the version', () => {
  const writer = createEventWriter(directory, { wallTime: () => 1_700_000_000.5, host: 'plant' });
  writer.close();
  expect(readdirSync(directory)[0]).toMatch(/^events\.out\.tfevents\.1700000000\.plant\.\d+\.\d+$/);
  const [first] = readRecords(writer.path);
  expect(bytesAt(first, 1).readDoubleLE()).toBe(1_700_000_000.5);
  expect(bytesAt(first, 3).toString()).toBe('brain.Event:2');
});

test('writes a scalar as a rank 0 float tensor for the scalars plugin', () => {
  const writer = createEventWriter(directory, { wallTime: () => 12 });
  writer.scalar('loss/train', 0.25, 3);
  writer.close();
  const event = readRecords(writer.path)[1];
  expect(readMessage(event).get(2)).toEqual([3n]);
  expect(bytesAt(event, 5, 1, 1).toString()).toBe('loss/train');
  expect(readMessage(bytesAt(event, 5, 1, 8)).get(1)).toEqual([1n]);
  expect(bytesAt(event, 5, 1, 8, 2)).toHaveLength(0);
  expect(bytesAt(event, 5, 1, 8, 4).readFloatLE()).toBe(0.25);
  expect(bytesAt(event, 5, 1, 9, 1, 1).toString()).toBe('scalars');
  expect(readMessage(bytesAt(event, 5, 1, 9)).get(4)).toEqual([1n]); // DATA_CLASS_SCALAR
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

test('writes text in any script and settings of all three kinds', () => {
  const writer = createEventWriter(directory);
  writer.text('config', 'Füllstand 水', 0);
  writer.hyperparameters({ rate: 0.5, cell: 'gru', reversed: true });
  writer.close();
  const [, text, settings] = readRecords(writer.path);
  expect(bytesAt(text, 5, 1, 8, 8).toString()).toBe('Füllstand 水');
  const start = bytesAt(settings, 5, 1, 9, 1, 2, 3);
  const values = (readMessage(start).get(1) ?? []).map((entry) => {
    const [field, value] = [...readMessage(bytesAt(entry as Buffer, 2))][0];
    return [bytesAt(entry as Buffer, 1).toString(), field, value[0]];
  });
  const half = Buffer.alloc(8);
  half.writeDoubleLE(0.5);
  expect(values).toEqual([
    ['rate', 2, half],
    ['cell', 3, Buffer.from('gru')],
    ['reversed', 4, 1n],
  ]);
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

test('flushes by itself before a mebibyte waits', () => {
  const writer = createEventWriter(directory);
  for (let step = 0; step < 2000; step++) writer.scalar('x', step, step);
  expect(readRecords(writer.path).length).toBeGreaterThan(1000);
  writer.close();
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
