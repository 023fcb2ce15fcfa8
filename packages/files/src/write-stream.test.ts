/** Files behind streams that fail before their first byte. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openWriteStream } from './write-stream.js';

const folder = mkdtempSync(join(tmpdir(), 'anodec-stream-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function broken(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error('nothing can be read'));
    },
  });
}

test('a file that was removed after a failure does not appear again', async () => {
  const paths = Array.from({ length: 20 }, (_, n) => join(folder, `draft-${n}`));
  for (const path of paths) {
    const piped = (async () => pipeline(broken(), await openWriteStream(path)))();
    await expect(piped).rejects.toThrow('nothing can be read');
    rmSync(path, { force: true });
  }
  await setTimeout(50); // for what the system still does with files that are being opened
  expect(paths.filter((path) => existsSync(path))).toEqual([]);
});

test('writes what comes, and refuses a file that is there where it must be new', async () => {
  const path = join(folder, 'whole');
  writeFileSync(path, 'something longer than the text');
  await expect(openWriteStream(path, { flags: 'wx' })).rejects.toThrow('EEXIST');
  await pipeline(Readable.from(['some ', 'text']), await openWriteStream(path, { flush: true }));
  expect(readFileSync(path, 'utf8')).toBe('some text');
});
