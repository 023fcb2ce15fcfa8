/** Checks of the column names in a header. */
import { DataError } from '@anodec/core';

/**
 * The names of the columns: a blank one becomes `Unnamed: 0` with its index counted from 0, as
 * pandas calls the index that it writes without a name.
 *
 * @param where such as `a.csv, row 1`
 * @throws DataError when most are blank or two are the same but for blanks around them
 */
export function checkNames(names: readonly string[], where: string): readonly string[] {
  const named = names.filter((name) => name.trim() !== '').length;
  if (named * 2 < names.length || named === 0) {
    throw new DataError(
      `${where} must hold the names of the columns, got ${named} names for ${names.length} ` +
        'columns. Say in which row the names are with `headerRow`.',
    );
  }
  const seen = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const key = name.trim();
    const before = seen.get(key);
    if (key !== '' && before !== undefined) {
      throw new DataError(
        `${where} must hold different names, got "${key}" in columns ${before + 1} and ${i + 1}. ` +
          'Rename one of them.',
      );
    }
    seen.set(key, i);
  }
  return names.map((name, i) => (name.trim() === '' ? `Unnamed: ${i}` : name));
}
