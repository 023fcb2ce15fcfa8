/** Settings with the values of a point of the search in them. */
import { type GivenSettings, mergeSettings } from '@anodec/pipeline';
import type { Point } from '@anodec/tune';

/**
 * Puts the values of a point over given settings. Where the point chooses another kind, given settings of the former kind
 * are dropped.
 *
 * @param point values by path, such as "detector.hiddenSize"
 */
export function withPoint(given: GivenSettings, point: Point): GivenSettings {
  return mergeSettings(given, nested(point));
}

/** The values of a point by group. */
export function nested(point: Point): GivenSettings {
  const settings: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(point)) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    let level: Record<string, unknown> = settings;
    for (const part of path) level = (level[part] ??= {}) as Record<string, unknown>;
    level[last] = value;
  }
  return settings;
}

/** The value at a path of given settings; undefined where it is not given. */
export function givenAt(given: GivenSettings, name: string): unknown {
  let level: unknown = given;
  for (const part of name.split('.')) {
    if (typeof level === 'string' && part === 'kind') return level; // the name of a variant stands for it
    if (typeof level !== 'object' || level === null) return undefined;
    level = (level as Readonly<Record<string, unknown>>)[part];
  }
  return level;
}
