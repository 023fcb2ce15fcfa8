/** Tests of the choice of what computes, and of resuming with the same arithmetic. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@anodec/core';
import { ComputeConfig } from '@anodec/model';
import { createRun, type Run } from '@anodec/runs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readComputed, startComputing } from './computing.js';

let logs: string;
beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), 'anodec-'));
});
afterAll(() => rm(logs, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

test('names what computes instead of auto', async () => {
  vi.stubEnv('ANODEC_NATIVE', '0');
  const { computed, config } = await startComputing(ComputeConfig.parse({ threads: 2 }));
  expect(config).toEqual({
    backend: 'simd',
    threads: 2,
    strict: computed?.arithmetic === 'strict',
  });
  expect(computed?.name).toBe('simd');
});

test('resumes with the arithmetic that the run began with', async () => {
  const strict = ComputeConfig.parse({ strict: true });
  const run = await runThatComputed(strict);
  expect(await readComputed(run)).toMatchObject({ name: 'simd', arithmetic: 'strict' });
  await expect(startComputing(strict, run)).resolves.toBeDefined();
  // what cpu does is strict as well
  const cpu = ComputeConfig.parse({ backend: 'cpu' });
  await expect(startComputing(cpu, run)).resolves.toBeDefined();
});

test('resumes in WebAssembly where the native kernels of the run are missing, and says why', async () => {
  vi.stubEnv('ANODEC_NATIVE', '0');
  const run = await createRun(logs);
  await run.writeConfig({
    computed: { name: 'native', threads: 2, arithmetic: 'relaxed', reason: 'elsewhere' },
  });
  const settings = ComputeConfig.parse({ backend: 'native' });
  const { computed, config } = await startComputing(settings, run);
  expect(config.backend).toBe('simd');
  expect(computed?.reason).toContain('native kernels: ANODEC_NATIVE is 0');
  // without a run to resume, they must be there
  await expect(startComputing(settings)).rejects.toThrow('ANODEC_NATIVE is 0');
});

test('refuses to resume with another arithmetic, and says what to set', async () => {
  const run = await createRun(logs);
  await run.writeConfig({
    computed: { name: 'simd', threads: 2, arithmetic: 'relaxed', reason: 'elsewhere' },
  });
  const resume = startComputing(ComputeConfig.parse({ strict: true }), run);
  await expect(resume).rejects.toThrow(ConfigError);
  await expect(resume).rejects.toThrow(
    `${run.path} has relaxed on simd, got strict on simd. Leave out \`strict\` and \`backend\``,
  );
  const gpu = await createRun(logs);
  await gpu.writeConfig({
    computed: { name: 'webgpu', threads: 0, arithmetic: 'device', reason: 'elsewhere' },
  });
  await expect(startComputing(ComputeConfig.parse({}), gpu)).rejects.toThrow(
    'Choose `backend webgpu`, or train anew.',
  );
});

test('resumes a run that does not say what computed it', async () => {
  const run = await createRun(logs);
  await run.writeConfig({ model: { backend: 'auto' } }); // as written before format 1
  expect(await readComputed(run)).toBeUndefined();
  await expect(startComputing(ComputeConfig.parse({}), run)).resolves.toBeDefined();
});

async function runThatComputed(settings: ComputeConfig): Promise<Run> {
  const { computed } = await startComputing(settings);
  const run = await createRun(logs);
  await run.writeConfig({ computed });
  return run;
}
