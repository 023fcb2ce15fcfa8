/** Conversion of pandas' stored cells to the numbers of a table. */
import { DataError } from '@anodec/core';
import type { ColumnKind } from '../table.js';

/** Meaning of the stored numbers of a column. */
export interface CellMeaning {
  readonly kind: Exclude<ColumnKind, 'text'>;
  /** Stored units in a millisecond; for times only. */
  readonly perMillisecond?: number;
}

const PER_MILLISECOND: Readonly<Record<string, number>> = { ns: 1e6, us: 1e3, ms: 1, s: 1e-3 };
/** Not a time. */
const NAT = -(2n ** 63n);

/**
 * The meaning of a type of NumPy for a table; pandas before version 3 omits the unit of dates.
 *
 * @param type such as float64, bool or datetime64[us]; undefined for plain numbers
 * @throws DataError when a table has no such cells, as time spans and categories
 */
export function meaningOf(type: string | undefined, where: string): CellMeaning {
  if (type === undefined || /^(bool|u?int\d+|float\d+)$/.test(type)) return { kind: 'number' };
  const unit = /^datetime64(?:\[(\w+)(?:,.*)?\])?$/.exec(type);
  const perMillisecond = unit && PER_MILLISECOND[unit[1] ?? 'ns'];
  if (perMillisecond) return { kind: 'time', perMillisecond };
  throw new DataError(
    `${where} must hold numbers, texts or times, got ${type}. Convert it in pandas, with astype.`,
  );
}

/** Numbers that need no conversion. */
export type PlainNumbers = Float64Array | Float32Array | Int8Array;

/**
 * Numbers of any width as numbers that JavaScript has, times as milliseconds since 1970. What needs no
 * conversion is given back as it is.
 *
 * @throws DataError when a whole number has more digits than a double
 */
export function toNumbers(
  values: ArrayLike<number | bigint>,
  { kind, perMillisecond = 1 }: CellMeaning,
  where: string,
): PlainNumbers {
  if (kind === 'number' && isPlain(values)) return values;
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = values[i];
    if (typeof value === 'number') numbers[i] = value / perMillisecond;
    else if (kind === 'time') numbers[i] = millisecondsFrom(value, perMillisecond);
    else if (Number.isSafeInteger(Number(value))) numbers[i] = Number(value);
    else {
      throw new DataError(
        `${where} must hold whole numbers of at most 15 digits, got ${value}. Store it as text.`,
      );
    }
  }
  return numbers;
}

function isPlain(values: ArrayLike<number | bigint>): values is PlainNumbers {
  return (
    values instanceof Float64Array || values instanceof Float32Array || values instanceof Int8Array
  );
}

/** Whole and broken milliseconds apart, because together they have more digits than a double. */
function millisecondsFrom(value: bigint, perMillisecond: number): number {
  if (value === NAT) return Number.NaN;
  if (perMillisecond <= 1) return Math.round(Number(value) / perMillisecond);
  const unit = BigInt(perMillisecond);
  const rest = ((value % unit) + unit) % unit;
  return Number((value - rest) / unit) + Number(rest) / perMillisecond;
}
