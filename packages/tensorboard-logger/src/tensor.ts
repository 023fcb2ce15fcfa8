/**
 * Values of events as TensorBoard 2 keeps them: every value is a tensor, and its metadata name the plugin
 * that shows it. Files of TensorBoard 1, which PyTorch still writes, are brought into this form when read.
 *
 * Source: tensorboard/compat/proto (summary, tensor), dataclass_compat.py, 2.21.
 */
import { bytesField, concat, floatsField, integerField, textField } from './protobuf.js';

/** Element types of tensors. */
const FLOAT = 1;
const DOUBLE = 2;
const STRING = 7;

/** Which reader of TensorBoard a value is for. */
export const DATA_CLASS = { scalar: 1, tensor: 2, blobs: 3 } as const;

/** Metadata of a value. */
export interface ValueMetadata {
  readonly plugin: string;
  readonly dataClass: keyof typeof DATA_CLASS;
  /** What the plugin needs to know besides. */
  readonly content?: Uint8Array;
}

/** A `Summary.Value`. */
export function taggedValue(tag: string, tensor: Uint8Array, metadata: ValueMetadata): Uint8Array {
  const { plugin, dataClass, content } = metadata;
  const pluginData = concat(
    textField(1, plugin),
    ...(content && content.length > 0 ? [bytesField(2, content)] : []),
  );
  const summaryMetadata = concat(bytesField(1, pluginData), integerField(4, DATA_CLASS[dataClass]));
  return concat(textField(1, tag), bytesField(8, tensor), bytesField(9, summaryMetadata));
}

/** A tensor of float32 in row-major order. */
export function floatTensor(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const content = values.length > 0 ? [floatsField(5, values)] : [];
  return concat(integerField(1, FLOAT), shapeField(2, shape), ...content);
}

/** A tensor of float64 in row-major order. */
export function doubleTensor(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const content = new Uint8Array(8 * values.length);
  const view = new DataView(content.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i], true);
  return concat(integerField(1, DOUBLE), shapeField(2, shape), bytesField(4, content));
}

/** A tensor of texts or other bytes. */
export function bytesTensor(
  shape: readonly number[],
  values: readonly (string | Uint8Array)[],
): Uint8Array {
  const elements = values.map((value) =>
    typeof value === 'string' ? textField(8, value) : bytesField(8, value),
  );
  return concat(integerField(1, STRING), shapeField(2, shape), ...elements);
}

/** A shape as a field of a message; a size of 0 is the default and left out. */
export function shapeField(field: number, shape: readonly number[]): Uint8Array {
  const dims = shape.map((size) =>
    bytesField(2, size === 0 ? new Uint8Array(0) : integerField(1, size)),
  );
  return bytesField(field, concat(...dims));
}
