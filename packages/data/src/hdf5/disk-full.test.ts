import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { openStore, updateStore } from './store.js';

const store = fileURLToPath(new URL('store.ts', import.meta.url));
const core = fileURLToPath(new URL('../../../core/src/index.ts', import.meta.url));

// writes 2 MB of noise under a limit of 1 MB for a file, which is how a full disk looks to a program
const program = `
  import { createFrame } from ${JSON.stringify(core)};
  import { openStore, updateStore } from ${JSON.stringify(store)};
  const values = Float32Array.from({ length: 500_000 }, () => Math.random());
  const [path] = process.argv.slice(2);
  await updateStore(path, (draft) => draft.writeFrame('big', createFrame({ values, channels: ['a'] })))
    .catch((error) => console.log(error.name + ': ' + error.message));
  const opened = await openStore(path);
  console.log(opened.keys.join());
`;

test('ends in one sentence and keeps the old store when the disk is full', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-full-'));
  try {
    const path = join(folder, 'store.h5');
    const small = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
    await updateStore(path, (draft) => draft.writeFrame('small', small));
    const before = readFileSync(path);
    const script = join(folder, 'write.mts');
    writeFileSync(script, program);
    const command = `ulimit -f 1000 && exec node --import tsx --conditions=@anodec/source ${script} ${path}`;
    const child = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(child.stdout).toBe(
      `DataError: ${path} must be writable, got: File too large. Make room on the disk.\nsmall\n`,
    );
    expect(child.stderr).toBe('');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['store.h5', 'write.mts']);
    (await openStore(path)).close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
