/** Which tables of the interim store become which keys of the processed store. */
import { DataError } from '@anodec/core';
import type { Store } from '@anodec/tables';

/** One table to prepare. */
export interface PlannedTable {
  readonly from: string;
  readonly key: string;
  /** Whether it is normal operation, or to be judged. */
  readonly normal: boolean;
}

/** All that is to be prepared; normal operation comes first. */
export interface PreparationPlan {
  readonly tables: readonly PlannedTable[];
  /** The key of the raw attack list, where there is one. */
  readonly attackList?: string;
}

/**
 * Of SWaT's tables the second recording of normal operation (the first only begins half an hour
 * earlier), the attack recording and the attack list; else all tables named normal and attack.
 *
 * @throws DataError when the store has neither
 */
export function planPreparation({ path, keys }: Pick<Store, 'path' | 'keys'>): PreparationPlan {
  const normal = keys.includes('df_phys_norm_v1')
    ? ['df_phys_norm_v1']
    : numbered(keys, /^normal_\d+$/);
  const attack = keys.includes('df_phys_att_v0')
    ? ['df_phys_att_v0']
    : numbered(keys, /^attack_\d+$/);
  if (normal.length === 0) {
    throw new DataError(
      `${path} must hold a table of normal operation, df_phys_norm_v1 or normal_1, got ` +
        `${keys.join(', ') || 'nothing'}. Convert one first.`,
    );
  }
  const tables = [
    ...normal.map((from, n) => ({ from, key: nth('df_norm', n), normal: true })),
    ...attack.map((from, n) => ({ from, key: nth('df_att', n), normal: false })),
  ];
  return { tables, ...(keys.includes('df_labels') && { attackList: 'df_labels' }) };
}

function nth(first: string, n: number): string {
  return n === 0 ? first : `${first}_${n + 1}`;
}

/** By their numbers: normal_10 comes after normal_9. */
function numbered(keys: readonly string[], pattern: RegExp): string[] {
  return keys.filter((key) => pattern.test(key)).sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(key: string): number {
  return Number(key.replace(/\D/g, ''));
}
