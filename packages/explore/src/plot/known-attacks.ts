/** The attacks that are known of some rows, for charts. */
import type { AimedAttack } from '@anodec/charts';
import { flagSegments, type TimeSeriesFrame } from '@anodec/core';
import type { StoredAttacks } from '@anodec/tables';
import { attackFlags } from '../attacks/attack-flags.js';

/** Listed attacks within the rows; without a list, stretches of labelled rows. */
export function knownAttacks(
  { timestamps, labels, clock }: Pick<TimeSeriesFrame, 'timestamps' | 'labels' | 'clock'>,
  { attacks }: StoredAttacks,
): readonly AimedAttack[] {
  const [first, last] = [timestamps[0], timestamps[timestamps.length - 1]];
  const listed = attacks.filter(
    ({ start, end }) => clock === 'utc' && start <= last && end >= first,
  );
  if (listed.length > 0) return listed;
  return flagSegments(labels ? attackFlags(labels) : []).map(({ start, end }, n) => ({
    start: timestamps[start],
    end: timestamps[end - 1],
    name: `Attack ${n + 1}`,
    channels: [],
  }));
}
