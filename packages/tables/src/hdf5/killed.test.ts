/** Stores after a process was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { replaceFile } from '@anodec/files';
import { openStore, updateStore } from './store.js';

// begins to replace the store, says so once the draft lies there, and would never finish
const program = `
  import { writeFile } from 'node:fs/promises';
  import { replaceFile } from '@anodec/files';
  await replaceFile(process.argv[1], async (draft) => {
    await writeFile(draft, 'half a store');
    console.log('begun');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
`;

test('keeps the old store when a process is killed, and sweeps its draft the next time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-killed-'));
  try {
    const path = join(folder, 'store.h5');
    const frame = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
    await updateStore(path, (draft) => draft.writeFrame('old', frame));
    const before = readFileSync(path);
    const flags = ['--import', 'tsx', '--conditions=@anodec/source', '--input-type=module'];
    const child = spawn(process.execPath, [...flags, '--eval', program, path], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readdirSync(folder)).toHaveLength(2);
    expect(readFileSync(path).equals(before)).toBe(true);
    const store = await openStore(path);
    expect([...store.readFrame('old').values]).toEqual([1, 2]);
    store.close();
    await updateStore(path, (draft) => draft.writeFrame('new', frame));
    expect(readdirSync(folder)).toEqual(['store.h5']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('leaves the draft of a process that still runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-running-'));
  try {
    const path = join(folder, 'store.h5');
    await replaceFile(path, async (draft) => {
      writeFileSync(draft, 'whole');
      const second = replaceFile(path, () => Promise.reject(new Error('given up')));
      await expect(second).rejects.toThrow('given up');
    });
    expect(readFileSync(path, 'utf8')).toBe('whole');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
