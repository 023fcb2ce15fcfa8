/** Scalars: numbers over steps. */
import { floatTensor, taggedValue } from '../tensor.js';

/** One number, kept as float32. */
export function scalarValue(tag: string, value: number): Uint8Array {
  return taggedValue(tag, floatTensor([], [value]), { plugin: 'scalars', dataClass: 'scalar' });
}

/** Makes a function that gives scalars their bytes, which are valid until it is called for the same tag again. */
export function createScalars(): typeof scalarValue {
  // values of one tag differ in four bytes: a training of short steps would notice the making of all others
  const known = new Map<string, { readonly bytes: Uint8Array; readonly number: DataView }>();
  return (tag, value) => {
    const template = known.get(tag) ?? createTemplate(tag);
    known.set(tag, template);
    template.number.setFloat32(0, value, true);
    return template.bytes;
  };
}

/** The bytes of a scalar, and where in them its number stands. */
function createTemplate(tag: string): { bytes: Uint8Array; number: DataView } {
  const bytes = scalarValue(tag, 1);
  const other = scalarValue(tag, -1);
  const last = bytes.findIndex((byte, i) => byte !== other[i]); // that of the sign, the fourth
  return { bytes, number: new DataView(bytes.buffer, bytes.byteOffset + last - 3, 4) };
}
