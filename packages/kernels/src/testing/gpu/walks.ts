/**
 * Times the ways in which a walk over a layer can be laid out on a GPU, by the device's clock: the usual one, then the
 * tiles of `walk-tiles.ts`, each after a comparison of its results with those of the usual one.
 */
import { useBackend } from '../../backend.js';
import type { RecurrentCall } from '../../recurrent/kernel.js';
import { tf } from '../../tensorflow.js';
import { compile, SUBMIT_AFTER, timePasses } from '../../webgpu/dispatch.js';
import { webgpuEngine } from '../../webgpu/engine.js';
import {
  type Geometry,
  geometryOf,
  type GeometryLimits,
  layOut,
  limitsOf,
  type WalkSizes,
} from '../../webgpu/geometry.js';
import { createWebgpuKernels, walkShader } from '../../webgpu/kernels.js';
import { tilesOf, type WalkLayer } from './walk-tiles.js';

/** A cell and a direction of a layer. */
interface Walked extends WalkLayer {
  readonly cell: 'lstm' | 'gru';
  readonly pass: WalkSizes['pass'];
}

/**
 * Times all cells, directions and tiles of the layers. A tile that the device refuses gets a line that says why.
 *
 * @param say gets a line for each tile as soon as it is timed
 */
export async function measureWalks(
  layers: readonly WalkLayer[],
  say: (line: string) => void,
): Promise<void> {
  const { reason } = await useBackend('webgpu');
  const { device } = webgpuEngine();
  const limits = limitsOf(device.limits);
  say(`anodec: ${reason}; ${limits.threads} threads, ${limits.bytes} bytes a workgroup`);
  if (!device.features.has('timestamp-query')) say('No times: the device has no clock.');
  const batch = tf.env().getNumber(SUBMIT_AFTER);
  tf.env().set(SUBMIT_AFTER, 1e6); // one submit, so that no pass waits for JavaScript
  try {
    for (const cell of ['lstm', 'gru'] as const) {
      for (const layer of layers) {
        for (const pass of ['forward', 'backward'] as const) {
          await measureTiles({ ...layer, cell, pass }, limits, say);
        }
      }
    }
  } finally {
    tf.env().set(SUBMIT_AFTER, batch);
  }
}

async function measureTiles(
  walked: Walked,
  limits: GeometryLimits,
  say: (line: string) => void,
): Promise<void> {
  const { cell, pass, B, W, H } = walked;
  const walk: WalkSizes = { pass, gates: cell === 'lstm' ? 4 : 3, B, H };
  const call = callOf(walked);
  const usual = geometryOf(walk, limits);
  const tiles = tilesOf(walk).map((tile) => {
    const units = tile.whole && pass === 'backward' ? 4 * Math.ceil(H / 4) : tile.units;
    return layOut(walk, { ...tile, units }, limits.bytes);
  });
  let expected: Float32Array | undefined;
  say(`${cell} ${pass}, B${B} W${W} H${H}`);
  for (const [i, geometry] of [usual, ...tiles].entries()) {
    const name = `  ${describe(geometry)}${i === 0 ? ' (usual)' : ''}`;
    try {
      const values = await valuesOf(walked, call, geometry);
      expected ??= values;
      const times = await timesOf(walked, call, geometry);
      say(`${name}: ${times} ms, difference ${differenceOf(values, expected).toExponential(1)}`);
    } catch (error) {
      say(`${name}: refused, ${(error as Error).message.split('\n')[0]}`);
    }
  }
  tf.dispose(Object.values(call.tensors));
}

/** For a line: the tile, then what follows from it. */
function describe(geometry: Geometry): string {
  const { whole, units, rows, each, lanes, held, unroll } = geometry;
  const { threads, chunk, bytes, workgroups } = geometry;
  const tile = `${whole ? 'whole' : `step ${units} units`} r${rows} e${each} l${lanes} h${held} u${unroll}`;
  return `${tile} [${workgroups.join('×')} × ${threads}, chunk ${chunk}, ${(bytes / 1024).toFixed(0)} KB]`;
}

/** All results of one run, one after the other; throws what the device says against it. */
async function valuesOf(
  walked: Walked,
  call: RecurrentCall,
  geometry: Geometry,
): Promise<Float32Array> {
  const { shader, storage } = walkShader(walked.cell, call, geometry);
  await accepted(async () => compile(shader, storage, 16));
  return accepted(async () => {
    const results = tf.tidy(() => run(walked, call, geometry));
    const values = tf.tidy(() => tf.concat(results.map((result) => tf.reshape(result, [-1]))));
    const data = await values.data<'float32'>();
    tf.dispose([...results, values]);
    return data;
  });
}

/** The smallest and the median of the device's milliseconds for the walk. */
async function timesOf(walked: Walked, call: RecurrentCall, geometry: Geometry): Promise<string> {
  if (!webgpuEngine().device.features.has('timestamp-query')) return 'not timed in';
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const { passes } = await timePasses(async () => {
      const last = tf.tidy(() => tf.sum(run(walked, call, geometry)[0]));
      await last.data();
      last.dispose();
    });
    const name = Object.keys(passes).find((key) => key.endsWith(walked.pass));
    times.push(name === undefined ? Number.NaN : passes[name]);
  }
  times.sort((a, b) => a - b);
  return `${times[0].toFixed(3)}, median ${times[2].toFixed(3)}`;
}

/** Forward, and backward where that is what is measured; the other direction as usual. */
function run({ cell, pass }: Walked, call: RecurrentCall, geometry: Geometry): tf.Tensor[] {
  const limits = limitsOf(webgpuEngine().device.limits);
  const kernels = createWebgpuKernels(
    (walk) => (walk.pass === pass ? geometry : geometryOf(walk, limits)),
    () => true,
  );
  const result = kernels[cell](call);
  if (!result) throw new Error('The kernel declined a layer.');
  if (pass === 'forward') return [result.value];
  // the upstream gradient: bounded, and different for every value
  const { input, weightHh, initialHidden } = result.backward(
    tf.sin(tf.mul(result.value, 40)),
    undefined,
    result.saved,
  );
  return [input, weightHh, initialHidden].flatMap((gradient) => (gradient ? [gradient] : []));
}

/** Runs something on the device; throws what it says against it, which would otherwise count against the whole backend. */
async function accepted<T>(work: () => Promise<T>): Promise<T> {
  const { device } = webgpuEngine();
  const kinds = ['validation', 'internal', 'out-of-memory'] as const;
  for (const kind of kinds) device.pushErrorScope(kind);
  let result: { value: T } | undefined;
  let thrown: unknown;
  try {
    result = { value: await work() };
  } catch (error) {
    thrown = error;
  }
  for (const _ of kinds) {
    const error = await device.popErrorScope();
    if (error) thrown ??= new Error(error.message);
  }
  if (!result || thrown) throw thrown;
  return result.value;
}

function differenceOf(actual: Float32Array, expected: Float32Array): number {
  let largest = 0;
  actual.forEach((value, i) => {
    const difference = Math.abs(value - expected[i]);
    largest = difference <= largest ? largest : difference; // a NaN wins
  });
  return largest;
}

function callOf({ cell, B, W, H }: Walked): RecurrentCall {
  const I = 8;
  const GH = (cell === 'lstm' ? 4 : 3) * H;
  const scale = 1 / Math.sqrt(H);
  return {
    sizes: { B, W, I, H, constantInput: false },
    tensors: {
      input: uniform(1, B, W, I),
      weightIh: uniform(scale, GH, I),
      weightHh: uniform(scale, GH, H),
      biasIh: uniform(scale, GH),
      biasHh: uniform(scale, GH),
      initialHidden: uniform(1, B, H),
      initialCell: uniform(1, B, H),
    },
    output: 'sequence',
    inputGradient: true,
    reverse: false,
    finalCell: false,
  };
}

function uniform(limit: number, ...shape: number[]): tf.Tensor {
  return tf.randomUniform(shape, -limit, limit, 'float32', 7);
}
