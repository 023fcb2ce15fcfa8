/**
 * Whole numbers of few bits as runs: one value repeated, or values side by side without gaps.
 *
 * Source: Apache Parquet format 2.9, "Run Length Encoding / Bit-Packing Hybrid".
 */

/** Bits of the positions in a list of so many entries; 0 for one entry. */
export function bitsFor(size: number): number {
  return 32 - Math.clz32(size - 1);
}

/** A run of one value of `bits` bits, at most 8. */
export function hybridRun(count: number, value: number, bits: number): Uint8Array {
  return Uint8Array.from([...varint(count * 2), ...(bits > 0 ? [value] : [])]);
}

/** A run of values side by side, the lowest bit first, filled up with zeros to a multiple of 8 values. */
export function packBits(values: Uint16Array, bits: number): Uint8Array {
  const groups = Math.ceil(values.length / 8);
  const header = varint(groups * 2 + 1);
  const packed = new Uint8Array(header.length + groups * bits);
  packed.set(header);
  let at = header.length;
  let held = 0;
  let heldBits = 0;
  for (let r = 0; r < values.length; r++) {
    held |= values[r] << heldBits; // fewer than 8 bits are held, so that 16 more fit
    heldBits += bits;
    while (heldBits >= 8) {
      packed[at++] = held;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  if (heldBits > 0) packed[at] = held;
  return packed;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}
