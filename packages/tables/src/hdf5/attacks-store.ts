/** The cleaned list of attacks in the processed store: one plain dataset for each field. */
import type { Attack } from '@anodec/core';
import type { H5Values } from './h5-file.js';
import type { Store, StoreDraft } from './store.js';

/** The key of the list. */
export const ATTACKS_KEY = 'attacks';

/** A list in a store: attacks, and those that had no effect and no end; in the clock of `df_att`. */
export interface StoredAttacks {
  readonly attacks: readonly Attack[];
  readonly withoutImpact: readonly Attack[];
}

/** Writes a list to a draft. */
export function writeAttacks(draft: StoreDraft, { attacks, withoutImpact }: StoredAttacks): void {
  const { file, path } = draft.claim(ATTACKS_KEY);
  const all = [...attacks, ...withoutImpact];
  const texts = (of: (attack: Attack) => string) => all.map(of);
  const numbers = (of: (attack: Attack) => number) => Float64Array.from(all, of);
  const flags = (of: (attack: Attack, n: number) => boolean) =>
    Int8Array.from(all, (attack, n) => Number(of(attack, n)));
  const fields: Readonly<Record<string, H5Values>> = {
    name: texts(({ name }) => name),
    start: numbers(({ start }) => start),
    end: numbers(({ end }) => end),
    channels: texts(({ channels }) => channels.join(', ')),
    action: texts(({ action = '' }) => action),
    leaves_trace: flags(({ leavesTrace }) => leavesTrace),
    has_impact: flags((_, n) => n < attacks.length),
  };
  file.createGroup(path);
  const unit = 'start and end in the clock of df_att: milliseconds since 1970, or row numbers';
  file.setAttributes(path, { unit, count: all.length });
  for (const [name, values] of Object.entries(fields))
    file.createDataset(`${path}/${name}`, values);
}

/** The list of a store; none where it holds none. */
export function readAttacks(store: Store): StoredAttacks {
  if (!store.keys.includes(ATTACKS_KEY)) return { attacks: [], withoutImpact: [] };
  const { file, path } = store.group(ATTACKS_KEY);
  const read = (name: string) =>
    file.readRows(`${path}/${name}`, 0, file.shape(`${path}/${name}`)[0]);
  const texts = (name: string) => read(name) as readonly string[];
  const numbers = (name: string) => read(name) as Float64Array;
  const [names, channels, actions] = [texts('name'), texts('channels'), texts('action')];
  const [starts, ends] = [numbers('start'), numbers('end')];
  const [traces, impacts] = [numbers('leaves_trace'), numbers('has_impact')];
  const all = names.map(
    (name, n): Attack => ({
      name,
      start: starts[n],
      end: ends[n],
      channels: channels[n] === '' ? [] : channels[n].split(', '),
      leavesTrace: traces[n] === 1,
      ...(actions[n] && { action: actions[n] }),
    }),
  );
  return {
    attacks: all.filter((_, n) => impacts[n] === 1),
    withoutImpact: all.filter((_, n) => impacts[n] === 0),
  };
}
