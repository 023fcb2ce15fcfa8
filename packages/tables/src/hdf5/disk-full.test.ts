/** Stores on a full disk. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFrame } from '@anodec/core';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { openStore, updateStore } from './store.js';

// writes 2 MB of noise under a limit of 1 MB for a file, which is how a full disk looks to a program
const program = `
  import { createFrame } from '@anodec/core';
  import { openStore, updateStore } from './store.js';
  const values = Float32Array.from({ length: 500_000 }, () => Math.random());
  const [path] = process.argv.slice(2);
  await updateStore(path, (draft) => draft.writeFrame('big', createFrame({ values, channels: ['a'] })))
    .catch((error) => console.log(error.name + ': ' + error.message));
  const opened = await openStore(path);
  console.log(opened.keys.join());
`;

/** Bundles the program, because running sources as they are takes the library ten seconds to load. */
async function bundle(outfile: string): Promise<void> {
  const library = fileURLToPath(import.meta.resolve('h5wasm/node'));
  await build({
    stdin: {
      contents: program,
      resolveDir: fileURLToPath(new URL('./', import.meta.url)),
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // yauzl is CommonJS
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    conditions: ['@anodec/source'],
    alias: { 'h5wasm/node': library },
    external: [library],
    logLevel: 'silent',
  });
}

test('ends in one sentence and keeps the old store when the disk is full', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-full-'));
  try {
    const path = join(folder, 'store.h5');
    const script = join(folder, 'write.mjs');
    await bundle(script);
    const small = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
    await updateStore(path, (draft) => draft.writeFrame('small', small));
    const before = readFileSync(path);
    const command = `ulimit -f 1000 && exec node ${script} ${path}`;
    const child = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(child.stderr).toBe('');
    expect(child.stdout).toBe(
      `DataError: ${path} must be writable, got: File too large. Make room on the disk.\nsmall\n`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['store.h5', 'write.mjs']);
    (await openStore(path)).close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
