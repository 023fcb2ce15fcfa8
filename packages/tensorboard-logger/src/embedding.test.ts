/** Files for the projector, compared with PyTorch's; see utils/golden/tensorboard_events.py. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addEmbedding } from './embedding.js';

const { projector } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/tensorboard-events.json', import.meta.url), 'utf8'),
) as { projector: Record<string, string> };

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tensorboard-logger-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(directory, path), 'utf8');
const vectors = Float32Array.of(0.5, -1.25, 3, 2, 0.125, -0.75);
const code = { tag: 'code', step: 3, vectors, size: 3 };
const columns = { name: ['first', 'second'], error: [0.5, 1.5] };

test('writes the files that PyTorch writes', () => {
  addEmbedding(directory, { ...code, columns });
  addEmbedding(directory, { ...code, tag: 'other', step: 12, columns: { name: ['a', 'b'] } });
  for (const [path, text] of Object.entries(projector)) {
    // Python spells whole numbers 3.0
    const expected = path.endsWith('tensors.tsv')
      ? text.replaceAll('.0\t', '\t').replaceAll('.0\n', '\n')
      : text;
    expect([path, read(path)]).toEqual([path, expected]);
  }
});

test('takes the place of an embedding of the same tag and step, and of no other', () => {
  addEmbedding(directory, code);
  addEmbedding(directory, { ...code, step: 4 });
  addEmbedding(directory, { ...code, columns });
  const names = [...read('projector_config.pbtxt').matchAll(/tensor_name: "(.+)"/g)];
  expect(names.map(([, name]) => name)).toEqual(['code:00004', 'code:00003']);
  expect(read('projector_config.pbtxt')).toContain('00003/code/metadata.tsv');
});

test('keeps one row for each point where a text has tabs or line breaks', () => {
  addEmbedding(directory, { ...code, columns: { ...columns, name: ['a\tb', 'c\nd'] } });
  expect(read('00003/code/metadata.tsv')).toBe('name\terror\na b\t0.5\nc d\t1.5\n');
});

test('refuses vectors and columns that do not fit the points', () => {
  expect(() => addEmbedding(directory, { ...code, size: 4 })).toThrow(
    'vectors must be points of 4 numbers each, got 6.',
  );
  expect(() => addEmbedding(directory, { ...code, columns: { error: [1] } })).toThrow(
    'error must have a value for each of 2 points, got 1.',
  );
});
