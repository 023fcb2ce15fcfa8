/** How long a backend takes from `useBackend` to ready, in fresh processes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './rounds.js';

const STARTS = 7;

/**
 * The imports, whose time depends on bundling and on the disk, come before the clock starts.
 *
 * @returns the median in milliseconds
 */
export async function timeColdStarts(backend: string): Promise<number> {
  const index = new URL('../../index.ts', import.meta.url);
  const program = `
    await import('@tensorflow/tfjs-backend-cpu');
    const { useBackend, tf } = await import(${JSON.stringify(index.href)});
    const start = performance.now();
    await useBackend(${JSON.stringify(backend)});
    await tf.ready();
    console.log(performance.now() - start);
    process.exit();
  `;
  const node = [
    '--conditions=@anodec/source',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    program,
  ];
  const times = Array.from({ length: STARTS }, () => {
    const cwd = fileURLToPath(new URL('./', import.meta.url)); // where the packages are found
    const { stdout, stderr } = spawnSync(process.execPath, node, { encoding: 'utf8', cwd });
    if (stdout === '') throw new Error(stderr);
    return Number(stdout.trim().split('\n').at(-1));
  });
  return median(times);
}
