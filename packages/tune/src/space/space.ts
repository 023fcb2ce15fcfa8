/** Search spaces: which settings vary, between which bounds, and on which other setting each depends. */
import { ConfigError, createRandom, type Random } from '@anodec/core';

/** A value of a setting, as JSON holds it. */
export type Value = string | number | boolean | null | readonly Value[];

/** A setting applies only where another one, earlier in the space, has one of these values. */
export interface Condition {
  readonly name: string;
  readonly values: readonly Value[];
}

/** A number between two bounds, both included. */
export interface NumberRange {
  readonly kind: 'number';
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Whether each factor, not each difference, is equally likely. */
  readonly log: boolean;
  readonly integer: boolean;
  /** Distance between two possible values, counted from `low`; 1 in whole numbers, none in others. */
  readonly step?: number;
  readonly when?: Condition;
}

/** One of several values without an order. */
export interface Choice {
  readonly kind: 'choice';
  readonly name: string;
  readonly values: readonly Value[];
  readonly when?: Condition;
}

/** A setting that varies. */
export type Dimension = NumberRange | Choice;

/** The settings that vary; one that another depends on comes before it. */
export type Space = readonly Dimension[];

/** A value for each setting that applies, by name. */
export type Point = Readonly<Record<string, Value>>;

/** Checks a space. @throws ConfigError with the name of the setting that is wrong */
export function checkSpace(space: Space): void {
  if (space.length === 0) {
    throw new ConfigError(
      'A search space must have at least one setting, got none. Name some, such as hiddenSize=16..128:log.',
    );
  }
  for (const [i, dimension] of space.entries()) {
    const { name, when } = dimension;
    const before = space.slice(0, i);
    if (before.some((other) => other.name === name)) {
      throw new ConfigError(`Each setting must be in the search space once, got ${name} twice.`);
    }
    if (when && !before.some((other) => other.name === when.name)) {
      throw new ConfigError(
        `${name} must depend on a setting that comes before it in the search space, got ${when.name}. ` +
          'Put that one first.',
      );
    }
    if (dimension.kind === 'choice') checkChoice(dimension);
    else checkRange(dimension);
  }
}

function checkChoice({ name, values }: Choice): void {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  if (values.length > 0 && texts.size === values.length) return;
  throw new ConfigError(
    `${name} must have one value or more, each once, got ${values.map(formatValue).join('|') || 'none'}.`,
  );
}

function checkRange({ name, low, high, log, integer, step }: NumberRange): void {
  const range = `${low}..${high}`;
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
    throw new ConfigError(`${name} must go from a lower to a higher number, got ${range}.`);
  }
  if (log && low <= 0) {
    throw new ConfigError(
      `${name} must be above 0 to vary by factors, got ${range}. Raise the lower bound or leave out log.`,
    );
  }
  if (integer && !(Number.isInteger(low) && Number.isInteger(high))) {
    throw new ConfigError(`${name} must have whole numbers as bounds, got ${range}.`);
  }
  if (step === undefined) return;
  if (log) throw new ConfigError(`${name} must have log or a step, got both. Leave one out.`);
  if (step > 0 && step <= high - low && (!integer || Number.isInteger(step))) return;
  throw new ConfigError(
    `The step of ${name} must be above 0, at most ${high - low}${integer ? ' and whole' : ''}, got ${step}.`,
  );
}

/** Whether a setting applies to a point that has the settings before it. */
export function applies({ when }: Dimension, point: Point): boolean {
  if (!when) return true;
  if (!Object.hasOwn(point, when.name)) return false; // what it depends on does not apply itself
  const held = JSON.stringify(point[when.name]);
  return when.values.some((value) => JSON.stringify(value) === held);
}

/** Fills a point setting by setting; those that do not apply stay out. */
export function fillPoint(space: Space, valueOf: (dimension: Dimension) => Value): Point {
  const point: Record<string, Value> = {};
  for (const dimension of space) {
    if (applies(dimension, point)) point[dimension.name] = valueOf(dimension);
  }
  return point;
}

/** A value drawn from a setting: each possible one, or each factor, equally likely. */
export function drawValue(dimension: Dimension, random: Random): Value {
  if (dimension.kind === 'choice') return dimension.values[random.integer(dimension.values.length)];
  const { low, high, log } = dimension;
  const step = stepOf(dimension);
  if (step !== undefined && !log) {
    const places = Math.floor((high - low) / step + 1e-9) + 1;
    return placeAt(dimension, random.integer(places));
  }
  // whole numbers by factors: each has the share of the scale that rounds to it
  const half = step === undefined ? 0 : step / 2;
  const [from, to] = log ? [Math.log(low - half), Math.log(high + half)] : [low, high];
  const drawn = from + random.uniform() * (to - from);
  return toPossible(dimension, log ? Math.exp(drawn) : drawn);
}

/** The distance between possible values; undefined where every number is possible. */
export function stepOf({ integer, step }: NumberRange): number | undefined {
  return step ?? (integer ? 1 : undefined);
}

/** The possible value nearest to a number. */
export function toPossible(range: NumberRange, value: number): number {
  const { low, high } = range;
  const step = stepOf(range);
  if (step === undefined) return Math.min(high, Math.max(low, value));
  const last = Math.floor((high - low) / step + 1e-9);
  return placeAt(range, Math.min(last, Math.max(0, Math.round((value - low) / step))));
}

/** The value that many steps above the lower bound, without the noise of adding: 0.1 + 2 × 0.1 is 0.3. */
export function placeAt(range: NumberRange, place: number): number {
  return Number((range.low + place * (stepOf(range) ?? 0)).toPrecision(12));
}

/** A point drawn from the whole space. */
export function drawPoint(space: Space, seed: number, name: string): Point {
  const random = createRandom(seed).stream(name);
  return fillPoint(space, (dimension) => drawValue(dimension, random.stream(dimension.name)));
}

/** A value as text: names without quotes. */
export function formatValue(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return JSON.stringify(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Values that are listed; of more the first and the last ones are. */
const LISTED = 12;

function listText(values: readonly Value[]): string {
  const texts = values.map(formatValue);
  if (texts.length <= LISTED) return texts.join('|');
  return `${texts.slice(0, 4).join('|')}|…|${texts.at(-1)} (${texts.length} values)`;
}

/** A setting with what it may be: `hiddenSize 16..128 log`. */
export function formatDimension(dimension: Dimension): string {
  const { name, when } = dimension;
  const condition = when
    ? ` (where ${when.name} is ${when.values.map(formatValue).join(' or ')})`
    : '';
  if (dimension.kind === 'choice') {
    return `${name} ${listText(dimension.values)}${condition}`;
  }
  const { low, high, log, step } = dimension;
  const how = log ? ' log' : step === undefined ? '' : ` in steps of ${step}`;
  return `${name} ${formatValue(low)}..${formatValue(high)}${how}${condition}`;
}
