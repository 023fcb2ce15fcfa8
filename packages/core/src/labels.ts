/**
 * Labels of rows from the cells of a label column.
 *
 * A reader is made for one column and collects what it could not read, so that one message at the end
 * can list the values of the column and a map that would work.
 */
import { ConfigError, DataError } from './errors.js';
import { UNKNOWN_LABEL } from './frame.js';

/** The position of a label in a file, for messages. */
export interface LabelPlace {
  readonly source: string;
  /** Row number in the file, counted from 1. */
  readonly row: number;
  readonly column: string;
}

/** A label: 0 normal, 1 attack, `UNKNOWN_LABEL` where it is not known. */
export type LabelCode = 0 | 1 | typeof UNKNOWN_LABEL;

/** The label of a cell, and how it was spelt. */
export interface Label {
  readonly attack: LabelCode;
  /** Whether the word was read past its blanks or case, as 'A ttack'. */
  readonly repaired: boolean;
}

/** Meaning of the values of a label column, by text in lower case without blanks. */
export type LabelMap = ReadonlyMap<string, LabelCode>;

const UNKNOWN = UNKNOWN_LABEL as LabelCode;
const MEANINGS: Readonly<Record<string, LabelCode>> = { normal: 0, attack: 1, unknown: UNKNOWN };

/** Texts that are read without a map. */
const KNOWN_TEXTS: Readonly<Record<string, LabelCode>> = {
  normal: 0,
  attack: 1,
  false: 0,
  true: 1,
  no: 0,
  yes: 1,
};

/** Different values that a message lists. */
const LISTED = 10;
/** Different unreadable values that are remembered; a column with more holds no labels. */
const REMEMBERED = 50;

function plainWord(text: string): string {
  return text.replace(/\s/g, '').toLowerCase();
}

/** The same spelling for 1, 1.0 and " 1"; other texts in lower case without blanks. */
function keyOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const word = plainWord(value);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(word) ? String(Number(word)) : word;
}

/**
 * Parses a map of labels such as `NORMAL=normal,BROKEN=attack,RECOVERING=unknown` or
 * `1=normal,-1=attack`.
 *
 * @throws ConfigError when a pair has no meaning, or a value has two
 */
export function parseLabelMap(text: string): LabelMap {
  const map = new Map<string, LabelCode>();
  for (const pair of text.split(',')) {
    const at = pair.lastIndexOf('=');
    const [value, meaning] = [pair.slice(0, Math.max(at, 0)), plainWord(pair.slice(at + 1))];
    if (at < 0 || !Object.hasOwn(MEANINGS, meaning)) {
      throw new ConfigError(
        '`labelMap` must be pairs of a value and normal, attack or unknown, such as ' +
          `"NORMAL=normal,BROKEN=attack", got "${pair.trim()}".`,
      );
    }
    const before = map.get(keyOf(value));
    if (before !== undefined && before !== MEANINGS[meaning]) {
      throw new ConfigError(
        `\`labelMap\` must give each value one meaning, got two for "${value.trim()}".`,
      );
    }
    map.set(keyOf(value), MEANINGS[meaning]);
  }
  return map;
}

/** What a map says that a value means; undefined where it does not name it. */
export function labelMeaning(map: LabelMap, value: string | number): LabelCode | undefined {
  return map.get(keyOf(value));
}

/**
 * Parses the meaning of values from a header or legend, such as
 * `Attack LABLE (1:No Attack, -1:Attack)` or `0 = Normal, 1 = Attack`.
 *
 * @returns undefined where the text does not give a meaning to both normal and attack
 */
export function parseLabelLegend(text: string): LabelMap | undefined {
  const map = new Map<string, LabelCode>();
  for (const [, value, meaning] of text.matchAll(/([+-]?\d+)\s*[:=]\s*([a-z][a-z ]*)/gi)) {
    const code = meaningOfLegend(plainWord(meaning));
    if (code !== undefined) map.set(keyOf(value), code);
  }
  const codes = [...map.values()];
  return codes.includes(0) && codes.includes(1) ? map : undefined;
}

function meaningOfLegend(meaning: string): LabelCode | undefined {
  if (meaning.startsWith('unknown')) return UNKNOWN;
  if (/^(no|non|not)(attack|anomal|fault|outlier)|^(normal|benign|inlier|healthy)/.test(meaning)) {
    return 0;
  }
  return /attack|anomal|fault|outlier|abnormal/.test(meaning) ? 1 : undefined;
}

/** Options of reading a label column. */
export interface LabelReaderOptions {
  /** The name of the table in messages. */
  readonly source: string;
  /** The name of the column. */
  readonly column: string;
  readonly map?: LabelMap;
  /** Meaning of the values according to the header or the file. */
  readonly legend?: LabelMap;
}

/** Reads the cells of one label column. */
export interface LabelReader {
  /** @returns unknown for an empty cell and for one that `check` will refuse */
  read(cell: string | number, row: number): Label;
  /** @throws DataError when a cell could not be read; it lists the values and a map that works */
  check(): void;
}

/** Creates the reader of a column. */
export function createLabelReader(options: LabelReaderOptions): LabelReader {
  const known = new Map<string | number, Label>();
  const unread = new Map<string, number>();
  return {
    read(cell, row) {
      const before = known.get(cell);
      if (before) return before;
      const code = readCell(cell, options);
      if (code === undefined) {
        if (unread.size < REMEMBERED && !unread.has(String(cell))) unread.set(String(cell), row);
        return { attack: UNKNOWN, repaired: false };
      }
      const label = { attack: code, repaired: !options.map && isRespelled(cell) };
      if (known.size < 1000) known.set(cell, label); // half a million cells hold a handful of values
      return label;
    },
    check() {
      if (unread.size > 0) throw unreadable(options, known, unread);
    },
  };
}

function readCell(
  cell: string | number,
  { map, legend }: LabelReaderOptions,
): LabelCode | undefined {
  const empty = typeof cell === 'number' ? Number.isNaN(cell) : cell.trim() === '';
  const key = keyOf(cell);
  const mapped = map?.get(empty ? '' : key) ?? legend?.get(key);
  if (mapped !== undefined) return mapped;
  if (empty) return UNKNOWN;
  if (key === '0' || key === '1') return key === '1' ? 1 : 0;
  return typeof cell === 'string' && Object.hasOwn(KNOWN_TEXTS, key) ? KNOWN_TEXTS[key] : undefined;
}

/** Whether Normal or Attack is misspelt; other words are read in any case. */
function isRespelled(cell: string | number): boolean {
  if (typeof cell === 'number') return false;
  const word = plainWord(cell);
  return (word === 'attack' && cell !== 'Attack') || (word === 'normal' && cell !== 'Normal');
}

function unreadable(
  { source, column, map }: LabelReaderOptions,
  known: ReadonlyMap<string | number, Label>,
  unread: ReadonlyMap<string, number>,
): DataError {
  const values = [
    ...new Set([
      ...[...known.keys()].map(String).filter((v) => v !== 'NaN' && v.trim() !== ''),
      ...unread.keys(),
    ]),
  ];
  const [[first, row]] = unread;
  const where = `"${first}" in row ${row}`;
  if (map) {
    return new DataError(
      `\`labelMap\` must say what each label of ${source} means, got none for ${where} of column ` +
        `${column}. Add it, such as "${first}=unknown". The column holds ${listed(values)}.`,
    );
  }
  if (values.every((value) => ['1', '-1'].includes(keyOf(value)))) {
    return new DataError(
      `\`labelMap\` must say what 1 and -1 mean in column ${column} of ${source}, as both conventions are ` +
        'in use. Give `labelMap: 1=normal,-1=attack` or `labelMap: 1=attack,-1=normal`.',
    );
  }
  return new DataError(
    `The labels of ${source} must be 0 and 1, or Normal and Attack, got ${where}. Column ${column} ` +
      `holds ${listed(values)}. Say what they mean with \`labelMap\`, such as "${proposeMap(values, [...unread.keys()])}", ` +
      'or name another `labelColumn`.',
  );
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, LISTED).map((value) => value.trim());
  const more = values.length > LISTED ? ` and ${values.length - LISTED} more` : '';
  return `${shown.join(', ')}${more}`;
}

/** Whether a value reads as one of a row that is neither normal nor attack. */
function isUnknown(value: string): boolean {
  return /^-9+$|unknown|recover/i.test(value);
}

/** Whether a value may be the one of normal rows, as it reads neither as attack nor as unknown. */
function mayBeNormal(value: string): boolean {
  return !isUnknown(value) && meaningOfLegend(plainWord(value)) === undefined;
}

/**
 * A map of the values: normal is what reads so, or 0, or else the value that could not be read
 * first; what reads as unknown is; the rest are attacks.
 */
function proposeMap(values: readonly string[], unread: readonly string[]): string {
  const plain = values.slice(0, LISTED).map((value) => value.trim());
  const normal =
    plain.find((value) => keyOf(value) === '0') ??
    plain.find((value) => meaningOfLegend(plainWord(value)) === 0) ??
    (plain.length > 1 ? unread.find(mayBeNormal) : undefined);
  return plain
    .map((value) => {
      if (value === normal?.trim()) return `${value}=normal`;
      return isUnknown(value) ? `${value}=unknown` : `${value}=attack`;
    })
    .join(',');
}

/**
 * Reads one label word: Normal or Attack, True or False, yes or no, 0 or 1; empty is unknown.
 *
 * @throws DataError that names file, row and column
 */
export function parseLabel(text: string, place: LabelPlace): Label {
  return readOne(text, place);
}

/**
 * Reads one label number: 0 normal, 1 attack, none unknown.
 *
 * @throws DataError that names file, row and column
 */
export function parseLabelNumber(value: number, place: LabelPlace): Label {
  return readOne(value, place);
}

function readOne(cell: string | number, place: LabelPlace): Label {
  const reader = createLabelReader(place);
  const label = reader.read(cell, place.row);
  reader.check();
  return label;
}
