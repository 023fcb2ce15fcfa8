/** Settings over settings, group by group and down into nested ones. */
import { isRecord } from '@anodec/core';
import { type GivenSettings, parseSections } from './sections.js';
import { trainSections } from './settings.js';

type Level = Readonly<Record<string, unknown>>;

/**
 * What `second` says, and what `first` says where `second` is silent; both are left as they are. Where
 * `second` chooses another `kind` of a variant, the options of the former kind are dropped.
 */
export function mergeSettings(first: GivenSettings, second: GivenSettings): GivenSettings {
  return mergeLevels(first, second, parseSections(trainSections, {})) as GivenSettings;
}

/** @param defaults settings of the same level, which say what kind is meant where none is named */
function mergeLevels(first: Level, second: Level, defaults: Level): Level {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    merged[name] = mergeValues(merged[name], value, defaults[name]);
  }
  return merged;
}

function mergeValues(first: unknown, second: unknown, defaults: unknown): unknown {
  const before = asLevel(first, defaults);
  const after = asLevel(second, defaults);
  if (!before || !after) return second;
  const usual = isRecord(defaults) ? defaults : {};
  const kind = before.kind ?? usual.kind;
  const changes = after.kind !== undefined && kind !== undefined && after.kind !== kind;
  return changes ? after : mergeLevels(before, after, usual);
}

/** A nested group; the name of a variant stands for the variant. */
function asLevel(value: unknown, defaults: unknown): Level | undefined {
  if (isRecord(value)) return value;
  const isVariant = isRecord(defaults) && typeof defaults.kind === 'string';
  return isVariant && typeof value === 'string' ? { kind: value } : undefined;
}
