/**
 * Exported scorers in onnxruntime for Node, where somebody installed it: `npm install --no-save onnxruntime-node` or
 * onnxruntime-web (139 MB, which is why neither is installed by default), or the path of one in ANODEC_ONNXRUNTIME.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { exampleArtifact, exampleFrame, examples, largestDifference } from '../example.fixture.js';
import { onnxScorer } from './scorer.js';

/** The part of the interface of both packages that is used here. */
interface Runtime {
  readonly Tensor: new (type: string, data: Float64Array, dims: readonly number[]) => object;
  readonly InferenceSession: {
    create(bytes: Uint8Array): Promise<{
      run(
        inputs: Readonly<Record<string, object>>,
      ): Promise<Record<string, { data: Float32Array }>>;
    }>;
  };
}

const fixture = new URL('../../../../test/fixtures/onnx-scorer.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  cases: Record<string, { score: (number | null)[] }>;
};
const runtime = findRuntime();

function findRuntime(): Runtime | undefined {
  const require = createRequire(import.meta.url);
  const { ANODEC_ONNXRUNTIME: path } = process.env;
  const names = [...(path ? [resolve(path)] : []), 'onnxruntime-node', 'onnxruntime-web'];
  for (const name of names) {
    try {
      return require(name) as Runtime;
    } catch {
      continue; // not installed
    }
  }
  return undefined;
}

test.skipIf(!runtime)(
  'onnxruntime for Node gives the scores of that for Python (skipped where neither package is installed)',
  async () => {
    const differences: Record<string, number> = {};
    for (const name of Object.keys(examples)) differences[name] = await compareScores(name);
    expect(Object.entries(differences).filter(([, difference]) => !(difference < 1e-4))).toEqual(
      [],
    );
  },
);

/** The largest difference from the scores of onnxruntime for Python. */
async function compareScores(name: string): Promise<number> {
  if (!runtime) return Infinity;
  let largest = 0;
  const { values, offsets = [], channels } = exampleFrame();
  const C = channels.length;
  const { bytes, rows } = onnxScorer(exampleArtifact(examples[name]));
  const session = await runtime.InferenceSession.create(bytes);
  const readings = Float64Array.from(values, (value, i) => value + offsets[i % C]);
  const N = values.length / C - rows + 1;
  const windows = Float64Array.from({ length: N * rows * C }, (_, i) => {
    const n = Math.floor(i / (rows * C));
    return readings[n * C + (i % (rows * C))];
  });
  // a batch of all windows and one of a single window: the size is free
  for (const size of [N, 1]) {
    const batch = windows.slice(0, size * rows * C);
    const input = new runtime.Tensor('float64', batch, [size, rows, C]);
    const { score } = await session.run({ readings: input });
    largest = Math.max(largest, largestDifference(score.data, cases[name].score.slice(0, size)));
  }
  return largest;
}
