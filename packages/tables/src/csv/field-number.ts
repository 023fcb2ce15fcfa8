/** Numbers as they stand in the fields of text tables. */
import { parseText } from '../cells/number-text.js';

/** The number in a field, NaN when it holds none. @param decimal what its decimals begin with */
export function fieldNumber(field: string, decimal: '.' | ','): number {
  if (decimal === ',') {
    return field.includes('.') ? Number.NaN : parseText(field.replace(',', '.'));
  }
  if (field === '0') return 0;
  const value = +field;
  // the engine also takes blanks for 0 and forms such as 0x10 and Infinity, so those are looked at
  if (value === 0 || value - value !== 0 || !isPlain(field)) return parseText(field);
  return value;
}

/** 1 and 0 for true and false in any case, NaN for any other field. */
export function fieldFlag(field: string): number {
  const word = field.trim().toLowerCase();
  if (word === 'true') return 1;
  return word === 'false' ? 0 : Number.NaN;
}

/** Whether the field begins as a decimal number: no blank in front, no letter of another base. */
function isPlain(field: string): boolean {
  const second = field.charCodeAt(1) | 32;
  return field.charCodeAt(0) > 32 && second !== 120 && second !== 98 && second !== 111;
}
