/** The error of `webgpu` on a machine without a GPU. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const load = fileURLToPath(new URL('./load.ts', import.meta.url));

// only there does a variable decide which drivers there are
test.skipIf(process.platform !== 'linux')('says what to install when there is no adapter', () => {
  const program = `
    const { loadWebgpuBackend } = await import(${JSON.stringify(load)});
    await loadWebgpuBackend().catch((error) => console.log(error.name, error.message));`;
  const node = ['--conditions=@anodec/source', '--import', 'tsx', '--input-type=module'];
  const { stdout } = spawnSync(process.execPath, [...node, '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, VK_ICD_FILENAMES: '/nowhere.json' },
  });
  expect(stdout).toContain('ConfigError WebGPU must find an adapter, got none. Install the driver');
  expect(stdout).toContain('or set `backend` to simd.');
});
