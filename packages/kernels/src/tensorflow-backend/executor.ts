/**
 * TensorFlow's own operations, called by name through the backend of `@tensorflow/tfjs-node` and
 * `@tensorflow/tfjs-node-gpu`, which is the same for both. Most of them TensorFlow.js does
 * not offer; the others take two thirds of the time that they take through it.
 */
import { tf } from '../tensorflow.js';

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** The part of that backend that is used; TensorFlow.js 4.22 is the last release, so it is stable. */
interface TensorflowEngine {
  readonly binding: {
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_FLOAT: number;
    readonly TF_INT32: number;
    readonly TF_INT64: number;
    createTensor(shape: number[], type: number, values: Int32Array): number;
  };
  readonly tensorMap: { set(dataId: object, data: object): void };
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: object[],
    outputs: number,
  ): tf.Tensor[];
}

/** Attributes of an operation, by type and name. */
export interface Attributes {
  readonly ints?: Readonly<Record<string, number>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Names of type attributes; T is always float32. */
  readonly int32s?: readonly string[];
}

/** Runs an operation over float32 tensors that has one output. */
export function execute(name: string, inputs: object[], attributes?: Attributes): tf.Tensor {
  return executeAll(name, inputs, 1, attributes)[0];
}

/** Runs an operation over float32 tensors that has several outputs. */
export function executeAll(
  name: string,
  inputs: object[],
  outputs: number,
  attributes: Attributes = {},
): tf.Tensor[] {
  const engine = tf.backend() as unknown as TensorflowEngine;
  return engine.executeMultipleOutputs(name, listOf(attributes, engine), inputs, outputs);
}

function listOf(
  { ints = {}, floats = {}, flags = {}, int32s = [] }: Attributes,
  { binding }: TensorflowEngine,
): Attribute[] {
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_ATTR_FLOAT, TF_ATTR_BOOL, TF_FLOAT, TF_INT32 } = binding;
  return [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    ...int32s.map((name) => ({ name, type: TF_ATTR_TYPE, value: TF_INT32 })),
    ...ofType(TF_ATTR_INT, ints),
    ...ofType(TF_ATTR_FLOAT, floats),
    ...ofType(TF_ATTR_BOOL, flags),
  ];
}

function ofType(type: number, values: Readonly<Record<string, number | boolean>>): Attribute[] {
  return Object.entries(values).map(([name, value]) => ({ name, type, value }));
}

const scalars = new WeakMap<object, Map<number, object>>();

/**
 * A whole number, 0 ≤ value < 2³¹, as a scalar of 64 bits, a type that TensorFlow.js lacks.
 *
 * Cached: a training needs one or two of them.
 */
export function int64(value: number): object {
  const engine = tf.backend() as unknown as TensorflowEngine;
  const known = scalars.get(engine) ?? new Map<number, object>();
  scalars.set(engine, known);
  const made = known.get(value);
  if (made) return made;
  const { binding, tensorMap } = engine;
  const id = binding.createTensor([], binding.TF_INT64, Int32Array.of(value, 0)); // low half first
  const dataId = {};
  const data = { shape: [], dtype: binding.TF_INT64, id, values: null, refCount: 1 };
  tensorMap.set(dataId, data);
  const scalar = { dataId, shape: [], dtype: 'int32' };
  known.set(value, scalar);
  return scalar;
}
