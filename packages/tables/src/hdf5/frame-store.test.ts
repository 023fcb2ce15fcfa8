/** Frames in a store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, UNKNOWN_LABEL } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, updateStore } from './store.js';

let path = '';
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'anodec-labels-')), 'a.h5');
});
afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }));

test('keeps rows whose label is not known, and says what their code is', async () => {
  const frame = (labels: readonly number[]) =>
    createFrame({
      values: Float32Array.of(1, 2, 3),
      channels: ['a'],
      labels: Uint8Array.from(labels),
    });
  await updateStore(path, (draft) => {
    draft.writeFrame('known', frame([0, 1, 0]));
    draft.writeFrame('partly', frame([0, UNKNOWN_LABEL, 1]));
  });
  const store = await openStore(path);
  expect(store.readFrame('partly').labels).toEqual(Uint8Array.of(0, UNKNOWN_LABEL, 1));
  expect(store.attributes('partly').legend).toBe('0 = Normal, 1 = Attack, -1 = Unknown');
  expect(store.attributes('known').legend).toBe('0 = Normal, 1 = Attack');
  store.close();
});
