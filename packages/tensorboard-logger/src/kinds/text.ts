/** Texts in Markdown. */
import { bytesTensor, taggedValue } from '../tensor.js';

/** One text; of rank 0, because TensorBoard puts texts of higher rank into a table. */
export function textValue(tag: string, text: string): Uint8Array {
  return taggedValue(tag, bytesTensor([], [text]), { plugin: 'text', dataClass: 'tensor' });
}
