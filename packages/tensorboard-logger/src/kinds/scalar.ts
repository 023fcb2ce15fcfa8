/** Scalars: numbers over steps. */
import { floatTensor, taggedValue } from '../tensor.js';

/** One number, kept as float32. */
export function scalarValue(tag: string, value: number): Uint8Array {
  return taggedValue(tag, floatTensor([], [value]), { plugin: 'scalars', dataClass: 'scalar' });
}
