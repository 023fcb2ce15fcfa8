/**
 * The self-test of a build, a program of its own: a kernel that crashes takes only this process with it.
 *
 * Computes small problems with the build `relaxed` and with the one in question, and prints as JSON what differs.
 * Native kernels may add up in another order, vectors of eight must give every bit.
 * Usage: node self-test.js native ADDON, node self-test.js wide
 */
import { tf } from '../tensorflow.js';
import { loadSimdBackend, SIMD, unloadSimdBackend } from './load.js';
import { askedNative } from './native.js';
import type { SimdOptions } from './runtime.js';
import { NATIVE_FAMILIES, problems } from './self-test-problems.js';

/** What a problem gives, in the order in which it is compared. */
type Results = readonly Float32Array[];

/** A build to be tested. */
interface Candidate {
  readonly options: SimdOptions;
  /** Largest difference, as a share of the largest value. */
  readonly tolerance: number;
  readonly families: readonly string[];
}

const [kind, file] = process.argv.slice(2);
const { options, tolerance, families }: Candidate =
  kind === 'wide'
    ? { options: { wide: true }, tolerance: 0, families: Object.keys(problems) }
    : {
        options: { native: askedNative(), nativeFile: file },
        tolerance: 1e-5, // float32 sums of some hundred terms in another order
        families: NATIVE_FAMILIES,
      };

const relaxed = await resultsOf({ wide: false });
const tested = await resultsOf(options);
const wrong = families.filter((name) => !agree(relaxed[name], tested[name]));
unloadSimdBackend();
process.stdout.write(JSON.stringify({ wrong }));

async function resultsOf(build: SimdOptions): Promise<Record<string, Results>> {
  await loadSimdBackend({ threads: 2, ...build });
  await tf.setBackend(SIMD);
  const entries = families.map((name): [string, Results] => {
    const tensors = tf.tidy(problems[name]);
    return [name, tensors.map((tensor) => new Float32Array(tensor.dataSync()))];
  });
  return Object.fromEntries(entries);
}

function agree(expected: Results, got: Results): boolean {
  return expected.every((values, i) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // so written that NaN disagrees
    return values.every((value, j) => Math.abs(value - got[i][j]) <= tolerance * largest);
  });
}
