/** The points that the attack list names, as tags: "Mv-303; DIT‑301" are MV303 and DPIT301. */
import { DataError } from '@anodec/core';
import type { RepairLog } from '../repair-log.js';

/** Typing errors of the list, and the intended tags according to other columns of their rows. */
const SLIPS: Readonly<Record<string, string>> = { DIT301: 'DPIT301', UV01: 'UV401' };

/**
 * Splits a cell at "," and ";" and writes its points as the recordings do: capitals, no hyphen.
 *
 * @throws DataError when the cell names no point
 */
export function parsePoints(text: string, place: string, log?: RepairLog): string[] {
  const points = text
    .split(/[,;\n&]|\band\b/i)
    .map((point) => point.replace(/[^\p{Letter}\p{Number}]/gu, '').toUpperCase())
    .filter((point) => point !== '');
  const wrong = points.find((point) => !/^[A-Z]+\d+$/.test(point));
  if (points.length === 0 || wrong !== undefined) {
    throw new DataError(
      `Attack Point must name tags such as MV-101 in ${place}, got "${text}". Correct the cell.`,
    );
  }
  return points.map((point) => {
    const meant = SLIPS[point];
    if (meant) log?.add('point-respelled', `${point} for ${meant} in ${place}`);
    return meant ?? point;
  });
}
