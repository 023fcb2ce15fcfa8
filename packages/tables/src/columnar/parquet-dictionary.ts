/** The different values of a column by their bits, and which of them each row has. */

/** A dictionary of a column. */
export interface Dictionary {
  /** How many different values there are, at most 65,536. */
  readonly size: number;
  /** The values in the order in which they came first, as 32-bit words. */
  readonly entries: Int32Array;
  /** (R), positions in `entries`. */
  readonly indexes: Uint16Array;
}

/** Rows that are looked at first, spread over the column. */
const SAMPLE = 1000;
/** A column whose sample has so many different values is not worth a dictionary, nor the search for one. */
const SAMPLE_DISTINCT = 0.9;
const MOST = 65_536;

/**
 * Finds the different values of a column; undefined where they are more than half of the rows.
 *
 * @param words the bits of the values, `wordsEach` for each row: (R * wordsEach)
 */
export function createDictionary(words: Int32Array, wordsEach: 1 | 2): Dictionary | undefined {
  const rows = words.length / wordsEach;
  if (rows === 0 || looksDistinct(words, wordsEach, rows)) return undefined;
  const most = Math.min(MOST, Math.floor(rows / 2));
  const indexes = new Uint16Array(rows);
  const entries = new Int32Array(most * wordsEach);
  const bits = 32 - Math.clz32(2 * most); // at most half of the places are taken
  const places = new Int32Array(1 << bits); // position in `entries` plus 1
  let size = 0;
  let [lowBefore, highBefore, entryBefore] = [0, 0, -1];
  for (let r = 0; r < rows; r++) {
    const low = words[r * wordsEach];
    const high = words[(r + 1) * wordsEach - 1]; // the same word where there is one
    if (entryBefore >= 0 && low === lowBefore && high === highBefore) {
      indexes[r] = entryBefore; // states and slow channels repeat
      continue;
    }
    let place = Math.imul(Math.imul(high, 0x85eb_ca6b) ^ low, 0x9e37_79b1) >>> (32 - bits);
    let entry = places[place] - 1;
    while (
      entry >= 0 &&
      (entries[entry * wordsEach] !== low || entries[(entry + 1) * wordsEach - 1] !== high)
    ) {
      place = (place + 1) & (places.length - 1);
      entry = places[place] - 1;
    }
    if (entry < 0) {
      if (size === most) return undefined;
      entry = size++;
      places[place] = size;
      entries[entry * wordsEach] = low;
      entries[(entry + 1) * wordsEach - 1] = high;
    }
    indexes[r] = entry;
    [lowBefore, highBefore, entryBefore] = [low, high, entry];
  }
  return { size, entries: entries.subarray(0, size * wordsEach), indexes };
}

function looksDistinct(words: Int32Array, wordsEach: number, rows: number): boolean {
  const count = Math.min(SAMPLE, rows);
  const seen = new Set<string | number>();
  for (let i = 0; i < count; i++) {
    const r = Math.floor((i * rows) / count);
    const low = words[r * wordsEach];
    seen.add(wordsEach === 1 ? low : `${low} ${words[r * wordsEach + 1]}`);
  }
  return seen.size > SAMPLE_DISTINCT * count;
}
