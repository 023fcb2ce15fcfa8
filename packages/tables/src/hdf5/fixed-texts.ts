/** Texts of fixed width as they lie in a file, in UTF-8. */

/** Layout of the texts among the bytes. */
export interface TextLayout {
  /** Bytes of a text; a zero byte ends a shorter one. */
  readonly bytes: number;
  /** From one text to the next; `bytes` by default. */
  readonly stride?: number;
  /** Of the first text. */
  readonly offset?: number;
}

/** As many texts as the data hold. */
export function fixedTexts(data: Uint8Array, layout: TextLayout): string[] {
  const { bytes, stride = bytes, offset = 0 } = layout;
  const decoder = new TextDecoder();
  return Array.from({ length: Math.floor(data.length / stride) }, (_, r) => {
    const text = data.subarray(r * stride + offset, r * stride + offset + bytes);
    const end = text.indexOf(0);
    return decoder.decode(end < 0 ? text : text.subarray(0, end));
  });
}
