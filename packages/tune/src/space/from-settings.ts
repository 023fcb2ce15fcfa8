/** Search spaces over the settings of schemas: names, types, bounds and conditions come from there. */
import { ConfigError } from '@anodec/core';
import { type Kinds, listSettings, type Schemas, type Setting } from './setting-list.js';
import {
  checkSpace,
  type Choice,
  type Condition,
  type Dimension,
  formatValue,
  type NumberRange,
  type Space,
  type Value,
} from './space.js';
import type { WrittenDimension, WrittenRange } from './space-text.js';

/** A setting without a range of its own goes from a part of its default to a multiple of it. */
const FACTOR = 4;

/**
 * Completes a written search space by the settings that it names.
 *
 * A setting that only some variants have applies where its variant is drawn.
 *
 * @param fixed the kinds that the given settings choose, by the path of the group's `kind`; defaults elsewhere
 * @throws ConfigError when a setting is not known, or a range does not fit it
 */
export function bindSpace(
  written: readonly WrittenDimension[],
  schemas: Schemas,
  fixed: Readonly<Record<string, Value | undefined>> = {},
): Space {
  const all = listSettings(schemas);
  const settings = listSettings(schemas, chosenKinds(written, all, fixed));
  const bound = written.map((dimension) => {
    // of a kind that is not chosen: the error says so
    const setting = findSetting(dimension.name, settings, all);
    return { setting, written: dimension, dimension: rangeOf(setting, dimension) };
  });
  const names = new Map(bound.map(({ dimension }) => [dimension.name, dimension]));
  const space = bound.map(({ setting, written: { when }, dimension }): Dimension => {
    const condition =
      givenCondition(when, settings) ?? variantCondition(setting, names, settings, fixed);
    return condition ? { ...dimension, when: condition } : dimension;
  });
  const sorted = parentsFirst(space);
  checkSpace(sorted);
  return sorted;
}

/** The kinds of each group that points may have: those of the space, or else the one that is set. */
function chosenKinds(
  written: readonly WrittenDimension[],
  settings: readonly Setting[],
  fixed: Readonly<Record<string, Value | undefined>>,
): Kinds {
  const kinds = settings.filter(({ name }) => name.endsWith('.kind'));
  const named = written.filter(({ name }) => kinds.some((kind) => isNamed(kind, name)));
  return Object.fromEntries(
    kinds.map((kind) => {
      const own = named.find(({ name }) => isNamed(kind, name));
      if (!own) return [kind.name, [String(fixed[kind.name] ?? kind.default)]];
      const values = own.range && 'values' in own.range ? own.range.values : (kind.values ?? []);
      return [kind.name, values.map(String)];
    }),
  );
}

/** Whether a written name may mean the kind of a group. */
function isNamed({ name }: Setting, written: string): boolean {
  const group = name.slice(0, -'.kind'.length);
  return [name, group].some((path) => path === written || path.endsWith(`.${written}`));
}

/** The range of every setting that a search can vary by itself, of those whose names are given. */
export function usualSpace(
  names: readonly string[],
  schemas: Schemas,
  fixed: Readonly<Record<string, Value | undefined>> = {},
): Space {
  return bindSpace(
    names.map((name) => ({ name })),
    schemas,
    fixed,
  );
}

/** The setting of a name: its path, or the end of it, with dashes or without. @throws ConfigError when there is none or several */
function findSetting(
  name: string,
  settings: readonly Setting[],
  others: readonly Setting[] = [],
): Setting {
  const wanted = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const exact = settings.filter((setting) => [wanted, `${wanted}.kind`].includes(setting.name));
  const found =
    exact.length > 0
      ? exact
      : settings.filter(
          (setting) =>
            setting.name.endsWith(`.${wanted}`) || setting.name.endsWith(`.${wanted}.kind`),
        );
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new ConfigError(
      `${name} may be ${found.map((one) => one.name).join(' or ')}. Write the whole name.`,
    );
  }
  if (others.length > 0) return findSetting(name, others);
  const known = settings.filter(({ type }) => type !== 'other').map((one) => one.name);
  throw new ConfigError(
    `There is no setting ${name} to search. Known are: ${nearNames(wanted, known).map(withDashes).join(', ')}.`,
  );
}

/** As flags are spelled, which a space takes, too. */
function withDashes(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Names that share a word with the wanted one, or all. */
function nearNames(wanted: string, known: readonly string[]): readonly string[] {
  const words = wanted
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(/[ .]/)
    .filter((word) => word.length > 3);
  const near = known.filter((name) => words.some((word) => name.toLowerCase().includes(word)));
  return near.length > 0 ? near : known;
}

function rangeOf(setting: Setting, { range }: WrittenDimension): Dimension {
  if (range === undefined) return ownRange(setting);
  return 'values' in range ? choiceOf(setting, range.values) : numbersOf(setting, range);
}

function choiceOf(setting: Setting, values: readonly Value[]): Choice {
  const { name, type, values: known } = setting;
  const wrong = values.find((value) => {
    if (type === 'choice') return !known?.includes(value);
    // text is possible in some settings of numbers, such as auto
    if (typeof value === 'string') return type !== 'other' && !setting.takesText;
    return typeof value === 'number' && type !== 'other' && !isWithin(setting, value);
  });
  if (wrong === undefined) return { kind: 'choice', name, values };
  const remedy =
    type === 'choice' ? `one of ${known?.map(formatValue).join(', ')}` : numberText(setting, wrong);
  throw new ConfigError(`${name} must be ${remedy}, got ${formatValue(wrong)}.`);
}

function numbersOf(
  setting: Setting,
  range: Exclude<WrittenRange, { readonly values: readonly Value[] }>,
): NumberRange {
  const { name, type } = setting;
  if (type !== 'integer' && type !== 'number') {
    throw new ConfigError(
      `${name} must have single values such as a|b, as it is no number, got ${range.low}..${range.high}.`,
    );
  }
  const wrong = [range.low, range.high].find((bound) => !isWithin(setting, bound));
  if (wrong !== undefined) {
    throw new ConfigError(`${name} must be ${boundsText(setting)}, got ${wrong}.`);
  }
  return { kind: 'number', name, integer: type === 'integer', ...range };
}

/** The range that a setting has by its schema and its default. @throws ConfigError when it has none */
function ownRange(setting: Setting): Dimension {
  const { name, type, values, low, high, default: usual } = setting;
  if (type === 'choice' && values) return { kind: 'choice', name, values };
  const integer = type === 'integer';
  if (type === 'number' && low !== undefined && high !== undefined) {
    return { kind: 'number', name, ...closed(setting, low, high), log: false, integer };
  }
  if ((type === 'integer' || type === 'number') && typeof usual === 'number' && usual > 0) {
    const [from, to] = [usual / FACTOR, usual * FACTOR];
    const bounds = integer ? [Math.max(1, Math.round(from)), Math.round(to)] : [from, to];
    const least = Math.max(bounds[0], low ?? -Infinity);
    const most = Math.min(bounds[1], high ?? Infinity);
    if (least < most) return { kind: 'number', name, low: least, high: most, log: true, integer };
  }
  throw new ConfigError(
    `${name} has no range of its own to search. Write one, such as ${name}=1..100 or ${name}=a|b.`,
  );
}

/** Bounds that are possible values: a hundredth away from those that are refused. */
function closed(
  { openLow, openHigh }: Setting,
  low: number,
  high: number,
): { readonly low: number; readonly high: number } {
  const margin = (high - low) / 100;
  return { low: openLow ? low + margin : low, high: openHigh ? high - margin : high };
}

function isWithin({ low, high, openLow, openHigh }: Setting, value: number): boolean {
  const above = low === undefined || (openLow ? value > low : value >= low);
  const below = high === undefined || (openHigh ? value < high : value <= high);
  return above && below;
}

/** What a single value must be: text that is no number is told so, too. */
function numberText(setting: Setting, wrong: Value): string {
  const bounds = boundsText(setting);
  return typeof wrong === 'number' || bounds === 'a number' ? bounds : `a number ${bounds}`;
}

function boundsText({ low, high, openLow, openHigh }: Setting): string {
  const parts = [
    ...(low === undefined ? [] : [`${openLow ? 'above' : 'at least'} ${low}`]),
    ...(high === undefined ? [] : [`${openHigh ? 'below' : 'at most'} ${high}`]),
  ];
  return parts.join(' and ') || 'a number';
}

/** A condition that was written. */
function givenCondition(
  when: WrittenDimension['when'],
  settings: readonly Setting[],
): Condition | undefined {
  const [first, ...more] = Object.entries(when ?? {});
  if (!first) return undefined;
  if (more.length > 0) {
    throw new ConfigError('A setting may depend on one other setting, got several in `when`.');
  }
  return { name: findSetting(first[0], settings).name, values: first[1] };
}

/** The condition that the variant is one which has the setting. @throws ConfigError when it never is */
function variantCondition(
  { name, of: having }: Setting,
  names: ReadonlyMap<string, Dimension>,
  settings: readonly Setting[],
  fixed: Readonly<Record<string, Value | undefined>>,
): Condition | undefined {
  if (!having) return undefined;
  const kind = names.get(having.kind);
  if (kind?.kind === 'choice') {
    const values = kind.values.filter((value) => having.values.includes(String(value)));
    if (values.length === kind.values.length) return undefined;
    if (values.length > 0) return { name: having.kind, values };
  }
  const usual = settings.find((setting) => setting.name === having.kind)?.default;
  const chosen = fixed[having.kind] ?? usual;
  if (!kind && having.values.includes(String(chosen))) return undefined;
  throw new ConfigError(
    `${name} is a setting of ${having.values.join(', ')}, but ${having.kind} is ` +
      `${kind?.kind === 'choice' ? kind.values.map(formatValue).join(' or ') : formatValue(chosen ?? null)}. ` +
      'Leave it out, or choose another kind.',
  );
}

/** The dimensions with each one behind the one that it depends on, otherwise in their order. */
function parentsFirst(space: Space): Dimension[] {
  const sorted: Dimension[] = [];
  const add = (dimension: Dimension, above: readonly string[]): void => {
    if (sorted.includes(dimension) || above.includes(dimension.name)) return;
    const parent = space.find(({ name }) => name === dimension.when?.name);
    if (parent) add(parent, [...above, dimension.name]);
    sorted.push(dimension);
  };
  for (const dimension of space) add(dimension, []);
  return sorted;
}
