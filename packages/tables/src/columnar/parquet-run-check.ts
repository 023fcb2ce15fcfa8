/**
 * Runs of whole numbers of few bits as Parquet has them, walked without being unpacked: a run of one value, or values side
 * by side in groups of eight.
 *
 * Source: Apache Parquet format 2.11, "Run Length Encoding / Bit-Packing Hybrid".
 */

/** Values that stand as runs. */
export interface Runs {
  readonly view: DataView;
  /** Where the first run begins. */
  readonly at: number;
  /** Bits of each value. */
  readonly bits: number;
  /** How many there should be. */
  readonly values: number;
}

const GROUP = 8;

/**
 * Walks runs up to the last value. Where the bytes end before, whoever unpacks them will notice.
 *
 * @param refuse makes the error of a file that claims what it is given
 * @returns how many of the values are 1, where they have one bit
 * @throws what `refuse` makes when a run is longer than the values that are left
 */
export function checkRuns(
  { view, at: start, bits, values }: Runs,
  refuse: (what: string) => Error,
): number {
  let ones = 0;
  for (let [at, seen] = [start, 0]; seen < values; ) {
    const run = headOf(view, at);
    if (!run) break;
    const { isPacked, count, at: body } = run;
    const left = values - seen;
    // the last group is filled up; values of some bits cannot be more than their bytes
    const most = isPacked ? (bits > 0 ? Infinity : left + GROUP - 1) : left;
    if (count > most) throw refuse(`a run of ${count} values where ${left} can be`);
    const bytes = isPacked ? (count / GROUP) * bits : Math.ceil(bits / GROUP);
    if (bits === 1) ones += onesOf(view, body, isPacked, Math.min(count, left));
    at = body + bytes;
    seen += count;
  }
  return ones;
}

/** The length of the run at a place, and where its values are; undefined behind the end. */
function headOf(view: DataView, at: number) {
  let head = 0;
  for (let factor = 1; at < view.byteLength; factor *= 128) {
    const byte = view.getUint8(at++);
    head += (byte & 127) * factor;
    if (byte > 127) continue;
    const isPacked = head % 2 === 1;
    return { isPacked, count: Math.floor(head / 2) * (isPacked ? GROUP : 1), at };
  }
  return undefined;
}

function onesOf(view: DataView, at: number, isPacked: boolean, count: number): number {
  if (!isPacked) return at < view.byteLength && view.getUint8(at) === 1 ? count : 0;
  let ones = 0;
  for (let i = 0; i < count && at + (i >> 3) < view.byteLength; i++) {
    ones += (view.getUint8(at + (i >> 3)) >> (i & 7)) & 1;
  }
  return ones;
}
