/** Label words: what a cell of a label column says about its row. */
import { DataError } from '@anodec/core';
import type { CellPlace } from './cell-place.js';

/** What was read, and how it was spelt when that is not one of the usual spellings. */
export interface Label {
  readonly attack: 0 | 1;
  /** True where the word had to be read past its blanks or case, as 'A ttack'. */
  readonly repaired: boolean;
}

const known = new Map<string, Label>();

/**
 * Reads a label word: letters without blanks that spell "attack" or "normal".
 *
 * The recordings have 'A ttack' in places. Anything else is refused: what it meant cannot be known.
 *
 * @throws DataError that names file, row and column
 */
export function parseLabel(text: string, place: CellPlace): Label {
  const seen = known.get(text);
  if (seen) return seen;
  const word = text.replace(/\s/g, '').toLowerCase();
  if (word !== 'attack' && word !== 'normal') {
    throw new DataError(
      `A label must be Normal or Attack, got "${text}" in ${place.source}, row ${place.row}, ` +
        `column ${place.column}. Correct the cell.`,
    );
  }
  const usual = text === 'Attack' || text === 'Normal';
  const label: Label = { attack: word === 'attack' ? 1 : 0, repaired: !usual };
  known.set(text, label); // half a million cells hold a handful of words
  return label;
}

/**
 * Reads a label number: 0 normal, 1 attack.
 *
 * @throws DataError that names file, row and column
 */
export function parseLabelNumber(value: number, place: CellPlace): Label {
  if (value === 0 || value === 1) return { attack: value, repaired: false };
  throw new DataError(
    `A label must be 0 or 1, got ${Number.isNaN(value) ? 'an empty cell' : value} in ` +
      `${place.source}, row ${place.row}, column ${place.column}. Correct the cell.`,
  );
}
