/** Settings over settings, group by group and down into nested ones. */
import { isRecord } from '@anodec/core';
import type { GivenSettings } from './sections.js';

/**
 * What `second` says, and what `first` says where `second` is silent; both are left as they are. Where
 * `second` chooses another variant, options of the first one do not apply.
 */
export function mergeSettings(first: GivenSettings, second: GivenSettings): GivenSettings {
  return mergeRecords(first, second) as GivenSettings;
}

type Settings = Readonly<Record<string, unknown>>;

function mergeRecords(first: Settings, second: Settings): Settings {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    const before = merged[name];
    const within = isRecord(before) && isRecord(value) && !isOther(before, value);
    merged[name] = within ? mergeRecords(before, value) : value;
  }
  return merged;
}

function isOther(first: Settings, second: Settings): boolean {
  return first.kind !== undefined && second.kind !== undefined && first.kind !== second.kind;
}
