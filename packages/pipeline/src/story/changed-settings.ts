/** Which settings of a run differ from the defaults. */
import { isRecord } from '@anodec/core';
import { parseTrainSettings, type TrainSettings } from '../settings.js';

/** A setting with another value than the default. */
export interface ChangedSetting {
  /** Its group and name, such as `detector.hiddenSize`. */
  readonly name: string;
  readonly value: unknown;
  /** Absent where the default has no such setting, as another variant has other ones. */
  readonly default?: unknown;
}

/** What is told elsewhere of a run: its place, its data set, and what computed it. */
const ELSEWHERE = /^paths\.|^detector\.(backend|threads)$/;

/** Settings that differ from the defaults of the same kind of detector on the same data set. */
export function changedSettings(settings: TrainSettings): ChangedSetting[] {
  const { kind } = settings.detector;
  const defaults = flatten(parseTrainSettings({ paths: settings.paths, detector: { kind } }));
  return Object.entries(flatten(settings))
    .filter(([name, value]) => !ELSEWHERE.test(name) && !isSame(value, defaults[name]))
    .map(([name, value]) => ({
      name,
      value,
      ...(defaults[name] !== undefined && { default: defaults[name] }),
    }));
}

/** Settings by name, groups joined by dots; a list is one value. */
export function flatten(settings: object, prefix = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings) as [string, unknown][]) {
    if (isRecord(value)) Object.assign(flat, flatten(value, `${prefix}${name}.`));
    else if (value !== undefined) flat[prefix + name] = value;
  }
  return flat;
}

/** Whether two values are the same, lists compared by their elements. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
