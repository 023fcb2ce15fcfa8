/** TensorFlow.js's own suite on the backends `cpu`, `simd` and `native`; see ../conformance/README.md. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, test } from 'vitest';
import { nativeProblem } from './simd/native-check.js';

interface Outcome {
  readonly specs: number;
  readonly passed: number;
  readonly pending: number;
  readonly failures: readonly string[];
}

const program = fileURLToPath(new URL('../conformance/run.mjs', import.meta.url));

async function runSuite(...options: string[]): Promise<Outcome> {
  const flags = ['--conditions=@anodec/source', '--import', 'tsx', program, ...options];
  const { stdout } = await promisify(execFile)(process.execPath, flags, {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as Outcome;
}

/** What must run at least; 2 specs of the suite are declared for `cpu` alone, 5 are pending anywhere. */
const EXPECTED: Readonly<Record<string, number>> = {
  cpu: 4232,
  simd: 4230,
  ...((await nativeProblem()) === undefined && { native: 4230 }),
};

describe.each(Object.keys(EXPECTED))('the suite of TensorFlow.js on %s', (backend) => {
  test.concurrent('runs whole and fails nowhere', async ({ expect }) => {
    const { specs, passed, pending, failures } = await runSuite(backend);
    expect(failures).toEqual([]);
    expect(specs).toBeGreaterThanOrEqual(EXPECTED[backend]);
    expect(pending).toBeLessThanOrEqual(5);
    expect(passed + pending).toBe(specs);
  });

  test.concurrent('notices a kernel that is a hundredth off', async ({ expect }) => {
    const { specs, failures } = await runSuite(
      backend,
      '--only',
      '^sigmoid ',
      '--break',
      'Sigmoid',
    );
    expect(failures.length).toBeGreaterThan(specs / 2);
    expect(failures[0]).toContain('sigmoid');
  });
});
