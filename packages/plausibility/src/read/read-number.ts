/** Numbers as the four tables write them. */

/** How a table writes its numbers. */
export interface NumberStyle {
  /** Default `.`. */
  readonly decimal?: '.' | ',';
  /** Whether blanks stand between thousands, as in 2 085. */
  readonly blanks?: boolean;
}

/** Blanks of all kinds that stand between thousands: usual, no-break, narrow no-break, thin. */
const BLANKS = /[ \u00a0\u202f\u2009]/g;

/** The number that a cell holds; NaN when it is none. */
export function readNumber(cell: string, { decimal = '.', blanks = false }: NumberStyle): number {
  const trimmed = cell.trim();
  // only between groups of three digits, so that "20 85" is not taken for 2085
  const isGrouped = /^\d{1,3}([ \u00a0\u202f\u2009]\d{3})+(?!\d)/.test(trimmed);
  const joined = blanks && isGrouped ? trimmed.replaceAll(BLANKS, '') : trimmed;
  const plain = decimal === ',' ? joined.replace(',', '.') : joined;
  return /^[+-]?\d+(\.\d+)?$/.test(plain) && !(decimal === ',' && joined.includes('.'))
    ? Number(plain)
    : NaN;
}
