/** Words in columns of numbers: words for missing values, and words for states. */
import { ConfigError } from '@anodec/core';

/**
 * Words for a missing value that are common in text tables.
 *
 * Source: pandas 2, `read_csv`, "na_values"; NAN is what the loggers of Campbell Scientific write.
 */
export const USUAL_MISSING: readonly string[] = [
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NAN',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
];

/** Settings of words, the same for every format. */
export interface WordOptions {
  /** Words for a missing value, beside the usual ones of text tables; numbers such as -9999, too. */
  readonly missingWords?: readonly string[];
  /** Numbers that words stand for, such as `{ OFF: 0, ON: 1 }`. */
  readonly wordValues?: Readonly<Record<string, number>>;
}

/** Meaning of the words of a table; surrounding blanks are ignored. */
export interface CellWords {
  isMissing(text: string): boolean;
  /** Numbers that mean a missing value. */
  readonly missingNumbers: ReadonlySet<number>;
  /** The number that a word stands for; NaN for any other text. */
  valueOf(text: string): number;
}

/** Meaning of words by settings. @param usual words for a missing value besides those of the settings */
export function createCellWords(
  { missingWords = [], wordValues = {} }: WordOptions,
  usual: readonly string[] = [],
): CellWords {
  const missing = new Set([...usual, ...missingWords.map((word) => word.trim())]);
  const values = new Map(Object.entries(wordValues).map(([word, value]) => [word.trim(), value]));
  const numbers = missingWords.filter((word) => word.trim() !== '').map(Number);
  return {
    isMissing: (text) => missing.size > 0 && missing.has(text.trim()),
    missingNumbers: new Set(numbers.filter((number) => !Number.isNaN(number))),
    valueOf: (text) => (values.size === 0 ? NaN : (values.get(text.trim()) ?? NaN)),
  };
}

/**
 * Parses numbers of words, such as `OFF=0,ON=1`.
 *
 * @throws ConfigError when a pair has no word or no number
 */
export function parseWordValues(text: string): Record<string, number> {
  const pairs = text.split(',').map((pair): [string, number] => {
    const at = pair.lastIndexOf('=');
    const [word, value] = [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
    const number = Number(value);
    if (word !== '' && value !== '' && Number.isFinite(number)) return [word, number];
    throw new ConfigError(
      `\`wordValues\` must be pairs of a word and a number, such as "OFF=0,ON=1", got "${pair.trim()}".`,
    );
  });
  return Object.fromEntries(pairs);
}
