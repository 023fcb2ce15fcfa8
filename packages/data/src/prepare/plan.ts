/** Assignment of interim tables to keys of the processed store. */
import { DataError } from '@anodec/core';
import type { Store } from '@anodec/tables';

/** One table to prepare. */
export interface PlannedTable {
  readonly from: string;
  readonly key: string;
  /** Whether it is of normal operation, or a test recording. */
  readonly normal: boolean;
  /** The key of its file of labels, where it has one. */
  readonly labels?: string;
}

/** A plan of preparation; normal operation comes first. */
export interface PreparationPlan {
  readonly tables: readonly PlannedTable[];
  /** The key of the SWaT attack list, where there is one. */
  readonly attackList?: string;
  /** The key of a list of begins and ends, where there is one. */
  readonly intervals?: string;
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
    ...attack.map((from, n) => {
      const labels = from.replace(/^attack_/, 'labels_');
      const labelled = labels !== from && keys.includes(labels);
      return { from, key: nth('df_att', n), normal: false, ...(labelled && { labels }) };
    }),
  ];
  return {
    tables,
    ...(keys.includes('df_labels') && { attackList: 'df_labels' }),
    ...(keys.includes('attack_list') && { intervals: 'attack_list' }),
  };
}

/** All keys of the interim store that the plan reads. */
export function keysOf({ tables, attackList, intervals }: PreparationPlan): readonly string[] {
  return [
    ...tables.flatMap(({ from, labels }) => (labels === undefined ? [from] : [from, labels])),
    ...(attackList === undefined ? [] : [attackList]),
    ...(intervals === undefined ? [] : [intervals]),
  ];
}

/** `df_norm`, `df_norm_2`, … */
export function nth(first: string, n: number): string {
  return n === 0 ? first : `${first}_${n + 1}`;
}

/** By their numbers: normal_10 comes after normal_9. */
function numbered(keys: readonly string[], pattern: RegExp): string[] {
  return keys.filter((key) => pattern.test(key)).sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(key: string): number {
  return Number(key.replace(/\D/g, ''));
}
