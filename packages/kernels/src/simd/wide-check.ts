/** Whether vectors of eight are to be used on this machine: its processor has them, and they give the bits of `relaxed`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { selfTestProblem } from './self-test-outcome.js';
import { askedWide, hasWideVectors } from './wide.js';

/** The compiled kernels, relative to `src` and to `dist` alike. */
const [WIDE, RELAXED] = ['wide', 'relaxed'].map((name) =>
  fileURLToPath(new URL(`../../dist/simd/${name}.wasm`, import.meta.url)),
);

/**
 * Why vectors of eight are not used here; undefined where they are.
 *
 * @throws ConfigError when ANODEC_WIDE has a value that it cannot have
 */
export async function wideProblem(): Promise<string | undefined> {
  if (askedWide() === false) return 'ANODEC_WIDE is 0';
  if (!hasWideVectors()) {
    return `Node 24 or later on x64 has them, this is Node ${process.versions.node} on ${process.arch}`;
  }
  if (askedWide() === true) return undefined; // at one's own risk
  if (!(await hasAvx2())) return 'no AVX2 found in /proc/cpuinfo';
  return selfTestProblem({ args: ['wide'], files: [WIDE, RELAXED] });
}

/** Without AVX2, V8 leaves pairs of vectors of four as they are, in tiles that are too large for them. */
async function hasAvx2(): Promise<boolean> {
  try {
    return /^flags\s*:.* avx2( |$)/m.test(await readFile('/proc/cpuinfo', 'utf8'));
  } catch {
    return false; // another system than Linux: ANODEC_WIDE=1 says it
  }
}
