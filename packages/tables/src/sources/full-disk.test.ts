/** Copies of tables that there is no room for: one sentence, and no server is asked again. */
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyBytes } from './copy-bytes.js';
import { copyRecords } from './copy-records.js';
import type { Source, SourceRecord } from './source.js';

/** A file that cannot take a byte. */
const FULL = '/dev/full';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function sourceOf(...records: readonly SourceRecord[]): Source {
  return {
    name: 'plant',
    canResume: true,
    async *read() {
      yield { records, position: {} };
    },
  };
}

test.skipIf(!existsSync(FULL)).each([
  ['lines', 'plant.csv', ['a,b', '1,2']],
  ['objects', 'rows.jsonl', [{ a: 1, b: 2 }]],
])('rows as %s', async (_, file, records) => {
  symlinkSync(FULL, join(folder, file));
  await expect(copyRecords(sourceOf(...records), folder, {})).rejects.toThrow(
    new RegExp(`^${file} cannot be written: the disk of .* is full\\.`),
  );
});

test.skipIf(!existsSync(FULL))('the bytes of a file', async () => {
  symlinkSync(FULL, join(folder, 'plant.h5'));
  let asked = 0;
  const remote = {
    href: 'http://server/plant.h5',
    name: 'plant.h5',
    async request() {
      asked++;
      const body = (async function* () {
        yield Uint8Array.of(1, 2, 3);
      })();
      return { body, total: 3, type: undefined, isShorter: false };
    },
  };
  await expect(copyBytes(remote, folder, {})).rejects.toThrow(
    /^plant\.h5 cannot be written: the disk of .* is full\./,
  );
  expect(asked).toBe(1);
});
