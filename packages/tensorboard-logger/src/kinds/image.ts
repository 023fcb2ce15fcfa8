/** Images, kept as PNG. */
import { encodePng, type Picture, pngSize } from '../png.js';
import { bytesTensor, taggedValue } from '../tensor.js';

/** One image: a PNG, or pixels. @throws RangeError when it is neither */
export function imageValue(tag: string, image: Uint8Array | Picture): Uint8Array {
  const png = image instanceof Uint8Array ? image : encodePng(image);
  const { width, height } = pngSize(png);
  const tensor = bytesTensor([3], [String(width), String(height), png]);
  return taggedValue(tag, tensor, { plugin: 'images', dataClass: 'blobs' });
}
