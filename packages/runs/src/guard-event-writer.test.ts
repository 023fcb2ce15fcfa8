/** The guarded event writer on a disk that is full, and on one that is full for a while. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventWriter, type EventWriter } from 'tensorboard-logger';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { guardEventWriter } from './guard-event-writer.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'anodec-guard-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A writer on a disk that has no room while `isFull` says so. */
function onDisk(isFull: () => boolean): EventWriter {
  const writer = createEventWriter(directory);
  const checked = (write: () => void) => () => {
    if (isFull()) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    write();
  };
  return {
    ...writer,
    get waiting() {
      return writer.waiting;
    },
    flush: checked(() => writer.flush()),
    close: checked(() => writer.close()),
  };
}

const written = (): string =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('');

test('loses nothing where the disk is full for a while', () => {
  let full = true;
  const writer = guardEventWriter(directory, () => onDisk(() => full));
  writer.scalar('while-full', 1, 1);
  writer.flush();
  expect(writer.fault?.message).toContain('is full. Free some space');
  full = false;
  writer.scalar('afterwards', 2, 2);
  writer.flush();
  expect(writer.fault).toBeUndefined();
  writer.close();
  expect(written()).toContain('while-full');
  expect(written()).toContain('afterwards');
});

test('keeps no more than a mebibyte waiting, and says that values are missing', () => {
  const writer = guardEventWriter(directory, () => onDisk(() => true));
  for (let step = 0; step < 100; step++) {
    writer.text('long', 'x'.repeat(30_000), step);
    writer.flush();
  }
  expect(writer.waiting).toBeLessThan(1.1 * 1024 * 1024);
  writer.close();
  expect(writer.fault?.message).toContain('cannot be written: the disk of');
});

test('stands for a writer that cannot be made', () => {
  const path = join(directory, 'file');
  writeFileSync(path, '');
  const writer = guardEventWriter(path, () => createEventWriter(path));
  writer.scalar('x', 1, 1);
  writer.flush();
  writer.close();
  expect(writer.fault?.message).toContain('is a file where a folder must be');
});

test('throws what is no fault of the file', () => {
  const writer = guardEventWriter(directory, () => createEventWriter(directory));
  expect(() => writer.scalar('x', 1, -1)).toThrow(
    'A step must be a whole number from 0 on, got -1.',
  );
  writer.close();
});
