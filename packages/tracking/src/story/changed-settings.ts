/** Which settings of a run differ from those of the preset that it was made from. */
import { isRecord } from '@anodec/core';
import { parseTrainSettings, presetNames, type TrainSettings, withPreset } from '@anodec/pipeline';

/** A setting with another value than that of the preset. */
export interface ChangedSetting {
  /** Its group and name, such as `detector.hiddenSize`. */
  readonly name: string;
  readonly value: unknown;
  /** The value in the preset; absent where it has no such setting, as another variant has other ones. */
  readonly default?: unknown;
}

/** What makes the settings of a run: a preset, and what differs from it. */
export interface ChangedSettings {
  /** The preset; absent where the plain defaults are nearer to the run than any. */
  readonly preset?: string;
  readonly changed: readonly ChangedSetting[];
}

/** What is told elsewhere of a run: its place, its data set, and what computed it. */
const ELSEWHERE = /^paths\.|^detector\.(backend|threads)$/;

/**
 * Settings that differ from those of the nearest preset, for the same kind of detector on the same data set.
 *
 * A run has its settings complete and no name of a preset: the nearest is the one that leaves the fewest to tell, which
 * also serves runs of scripts that were given every setting.
 */
export function changedSettings(settings: TrainSettings): ChangedSettings {
  const candidates: ChangedSettings[] = [...presetNames, undefined].map((preset) => ({
    ...(preset !== undefined && { preset }),
    changed: differencesFrom(preset, settings),
  }));
  return candidates.reduce((nearest, one) =>
    one.changed.length < nearest.changed.length ? one : nearest,
  );
}

function differencesFrom(preset: string | undefined, settings: TrainSettings): ChangedSetting[] {
  const { kind } = settings.detector;
  const own = { paths: settings.paths, detector: { kind } };
  const given = preset === undefined ? own : withPreset({ ...own, preset: { name: preset } });
  const defaults = flatten(parseTrainSettings(given));
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
