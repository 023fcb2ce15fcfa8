/** A call of every operation of this folder, for the tests and benchmarks that loop over all of them. */
import { tf } from '../../tensorflow.js';

/** Sizes of the made-up data: windows, rows, channels. */
export interface CaseSizes {
  readonly B: number;
  readonly W: number;
  readonly C: number;
}

/** One way to call an operation. */
export interface OperationCase {
  /** Starts with the name that TensorFlow.js has for the kernel. */
  readonly title: string;
  /** Shapes of the tensors that `run` takes, filled with values around zero. */
  readonly shapes: (sizes: CaseSizes) => number[][];
  readonly run: (inputs: readonly tf.Tensor[], sizes: CaseSizes) => tf.Tensor;
  /** How far from the reference in parts of the value or of 1; default a few units in the last place. */
  readonly tolerance?: number;
}

type Shapes = OperationCase['shapes'];

const one: Shapes = ({ B, W, C }) => [[B, W, C]];
const two: Shapes = ({ B, W, C }) => [
  [B, W, C],
  [B, W, C],
];
const image: Shapes = ({ B, W, C }) => [[B, W, 1, C]];
/** A sequence and a filter over three rows, as conv1d hands them on. */
const filtered: Shapes = ({ B, W, C }) => [
  [B, W, 1, C],
  [3, 1, C, 16],
];

function unary(kernel: string, run: (x: tf.Tensor) => tf.Tensor): OperationCase {
  return { title: kernel, shapes: one, run: ([x]) => run(x) };
}

function binary(kernel: string, run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): OperationCase[] {
  const call: OperationCase['run'] = ([a, b]) => run(a, b);
  return [{ title: `${kernel}, same shape`, shapes: two, run: call }];
}

const broadcasts: readonly (readonly [string, Shapes])[] = [
  ['a row', ({ B, W, C }) => [[B, W, C], [C]]],
  ['a scalar', ({ B, W, C }) => [[B, W, C], []]],
  [
    'a column',
    ({ B, W, C }) => [
      [B, W, C],
      [B, W, 1],
    ],
  ],
  [
    'both',
    ({ B, W, C }) => [
      [B, 1, C],
      [W, 1],
    ],
  ],
];

/** Kernels that no operation of TensorFlow.js's interface calls with just these inputs. */
function runKernel(name: string, inputs: object, attributes: object): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(name, inputs as never, attributes as never);
}

/** Some 50 products of up to 4 are added up in another order. */
const SUMMED = 1e-5;
const convolution = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 } as const;

/** To add a case: one entry here. Every operation of the registry must have one. */
export const operationCases: readonly OperationCase[] = [
  unary('Abs', tf.abs),
  unary('Ceil', tf.ceil),
  unary('ClipByValue', (x) => tf.clipByValue(x, -0.5, 0.75)),
  unary('Elu', tf.elu),
  unary('Exp', tf.exp),
  unary('Expm1', tf.expm1),
  unary('Floor', tf.floor),
  unary('LeakyRelu', (x) => tf.leakyRelu(x, 0.1)),
  unary('Log', tf.log),
  unary('Log1p', tf.log1p),
  unary('Neg', tf.neg),
  unary('OnesLike', tf.onesLike),
  unary('Reciprocal', tf.reciprocal),
  unary('Relu', tf.relu),
  unary('Relu6', tf.relu6),
  unary('Round', tf.round),
  unary('Rsqrt', tf.rsqrt),
  unary('Selu', tf.selu),
  unary('Sigmoid', tf.sigmoid),
  unary('Sign', tf.sign),
  unary('Softplus', tf.softplus),
  unary('Sqrt', tf.sqrt),
  unary('Square', tf.square),
  unary('Step', (x) => tf.step(x, 0.25)),
  unary('Tanh', tf.tanh),
  unary('ZerosLike', tf.zerosLike),
  ...binary('Add', tf.add),
  ...broadcasts.map(([what, shapes]) => ({
    title: `Add, ${what}`,
    shapes,
    run: ([a, b]: readonly tf.Tensor[]) => tf.add(a, b),
  })),
  ...binary('EluGrad', (dy, y) => runKernel('EluGrad', { dy, y }, {})),
  ...binary('Equal', tf.equal),
  ...binary('Greater', tf.greater),
  ...binary('GreaterEqual', tf.greaterEqual),
  ...binary('Less', tf.less),
  ...binary('LessEqual', tf.lessEqual),
  ...binary('Maximum', tf.maximum),
  ...binary('Minimum', tf.minimum),
  ...binary('Multiply', tf.mul),
  ...broadcasts.map(([what, shapes]) => ({
    title: `Multiply, ${what}`,
    shapes,
    run: ([a, b]: readonly tf.Tensor[]) => tf.mul(a, b),
  })),
  ...binary('NotEqual', tf.notEqual),
  ...binary('Prelu', tf.prelu),
  ...binary('RealDiv', tf.div),
  ...binary('SquaredDifference', tf.squaredDifference),
  ...binary('Sub', tf.sub),
  { title: 'Max, last axis', shapes: one, run: ([x]) => tf.max(x, -1) },
  { title: 'Mean, all axes', shapes: one, run: ([x]) => tf.mean(x) },
  { title: 'Min, first axis', shapes: one, run: ([x]) => tf.min(x, 0) },
  { title: 'Prod, middle axis', shapes: one, run: ([x]) => tf.prod(x, 1) },
  { title: 'Sum, all axes', shapes: one, run: ([x]) => tf.sum(x) },
  { title: 'Sum, first axes', shapes: one, run: ([x]) => tf.sum(x, [0, 1]) },
  { title: 'Sum, middle axis', shapes: one, run: ([x]) => tf.sum(x, 1) },
  { title: 'Sum, outer axes', shapes: one, run: ([x]) => tf.sum(x, [0, 2]) },
  { title: 'Sum, last axis', shapes: one, run: ([x]) => tf.sum(x, -1) },
  { title: 'Softmax', shapes: one, run: ([x]) => tf.softmax(x) },
  { title: 'Cast, truth values', shapes: one, run: ([x]) => tf.cast(tf.greater(x, 0), 'float32') },
  {
    title: 'Cast, whole numbers',
    shapes: one,
    run: ([x]) => tf.cast(tf.cast(x, 'int32'), 'float32'),
  },
  { title: 'Concat, first axis', shapes: two, run: ([a, b]) => tf.concat([a, b], 0) },
  { title: 'Concat, last axis', shapes: two, run: ([a, b]) => tf.concat([a, b], 2) },
  {
    title: 'Fill',
    shapes: () => [],
    run: (_, { B, W, C }) =>
      runKernel('Fill', {}, { shape: [B, W, C], value: 3.5, dtype: 'float32' }),
  },
  {
    title: 'GatherV2, embedding',
    shapes: ({ B, W, C }) => [[B, C], [W]],
    run: ([table, x], { B }) => tf.gather(table, tf.cast(tf.mul(tf.abs(x), B / 2), 'int32')),
  },
  {
    title: 'GatherV2, last axis',
    shapes: one,
    run: ([x], { C }) => tf.gather(x, tf.tensor1d([C - 1, 0, 0], 'int32'), 2),
  },
  { title: 'Pack', shapes: two, run: ([a, b]) => tf.stack([a, b], 1) },
  {
    title: 'PadV2',
    shapes: one,
    run: ([x]) =>
      tf.pad(
        x,
        [
          [0, 0],
          [1, 2],
          [3, 0],
        ],
        7,
      ),
  },
  { title: 'Reverse, rows', shapes: one, run: ([x]) => tf.reverse(x, 1) },
  { title: 'Reverse, channels', shapes: one, run: ([x]) => tf.reverse(x, [2]) },
  { title: 'Select', shapes: two, run: ([a, b]) => tf.where(tf.greater(a, 0.5), a, b) },
  {
    title: 'Slice',
    shapes: one,
    run: ([x], { B, W, C }) => tf.slice(x, [1, 0, 1], [B - 1, W, C - 2]),
  },
  { title: 'SplitV', shapes: one, run: ([x], { C }) => tf.split(x, [1, C - 1], 2)[1] },
  {
    title: 'Tile, steps',
    shapes: ({ B, C }) => [[B, 1, C]],
    run: ([x], { W }) => tf.tile(x, [1, W, 1]),
  },
  { title: 'Tile, all axes', shapes: one, run: ([x]) => tf.tile(x, [2, 3, 2]) },
  { title: 'Transpose, matrices', shapes: one, run: ([x]) => tf.transpose(x, [0, 2, 1]) },
  { title: 'Transpose, outer axes', shapes: one, run: ([x]) => tf.transpose(x, [1, 0, 2]) },
  { title: 'Transpose, all axes', shapes: one, run: ([x]) => tf.transpose(x) },
  { title: 'Unpack', shapes: one, run: ([x]) => tf.unstack(x, 1)[1] },
  {
    title: 'UnsortedSegmentSum',
    shapes: ({ B, W, C }) => [[B, C * W], [B]],
    run: ([x, at]) => tf.unsortedSegmentSum(x, tf.cast<tf.Tensor1D>(tf.mul(at, 4), 'int32'), 5),
  },
  {
    title: 'FusedBatchNorm',
    shapes: ({ B, W, C }) => [[B, W, 1, C], [C], [C], [C]],
    run: ([x, mean, spread, scale]) =>
      tf.batchNorm(
        x as tf.Tensor4D,
        mean as tf.Tensor1D,
        tf.abs(spread) as tf.Tensor1D,
        mean as tf.Tensor1D,
        scale as tf.Tensor1D,
        0.01,
      ),
  },
  {
    title: 'Conv2D, along time',
    tolerance: SUMMED,
    shapes: filtered,
    run: ([x, filter]) => runKernel('Conv2D', { x, filter }, convolution),
  },
  {
    title: 'Conv2D, strides',
    tolerance: SUMMED,
    shapes: ({ B, W, C }) => [
      [B, W, C, 3],
      [3, 2, 3, 4],
    ],
    run: ([x, filter]) =>
      runKernel('Conv2D', { x, filter }, { ...convolution, strides: [2, 1], pad: 'valid' }),
  },
  {
    title: 'FusedConv2D',
    tolerance: SUMMED,
    shapes: ({ B, W, C }) => [[B, W, 1, C], [1, 1, C, 16], [16]],
    run: ([x, filter, bias]) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        bias,
        strides: 1,
        pad: 'same',
        activation: 'relu',
      }),
  },
  {
    title: 'Conv2DBackpropInput',
    tolerance: SUMMED,
    shapes: ({ B, W, C }) => [
      [B, Math.ceil(W / 2), 1, 16],
      [3, 1, C, 16],
    ],
    run: ([dy, filter], { B, W, C }) =>
      runKernel(
        'Conv2DBackpropInput',
        { dy, filter },
        { ...convolution, strides: [2, 1], inputShape: [B, W, 1, C] },
      ),
  },
  {
    title: 'Conv2DBackpropFilter',
    tolerance: SUMMED,
    shapes: (sizes) => [...image(sizes), [sizes.B, sizes.W, 1, 16]],
    run: ([x, dy], { C }) =>
      runKernel('Conv2DBackpropFilter', { x, dy }, { ...convolution, filterShape: [3, 1, C, 16] }),
  },
  {
    title: 'BatchMatMul',
    tolerance: SUMMED,
    shapes: ({ B, W, C }) => [
      [B, W, C],
      [B, C, 16],
    ],
    run: ([a, b]) => tf.matMul(a, b),
  },
  {
    title: '_FusedMatMul, with bias and relu',
    tolerance: SUMMED,
    shapes: ({ B, W, C }) => [[B * W, C], [C, 16], [16]],
    run: ([a, b, bias]) => tf.fused.matMul({ a, b, bias, activation: 'relu' }),
  },
];

/** The tensors of a case, between -2 and 2, the same each time. */
export function inputsOf({ shapes }: OperationCase, sizes: CaseSizes): tf.Tensor[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff; // ANSI C's generator
    return (state / 0x7fffffff) * 4 - 2;
  };
  return shapes(sizes).map((shape) => {
    const values = new Float32Array(shape.reduce((size, dim) => size * dim, 1));
    for (let i = 0; i < values.length; i++) values[i] = next();
    return tf.tensor(values, shape);
  });
}
