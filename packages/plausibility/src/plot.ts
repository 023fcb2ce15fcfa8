/** Charts of messages: all on a plane, and the sizes that a classifier accepts for each class. */
import { type ChartSpec, classMap, type ClassMapArea } from '@anodec/charts';
import { ConfigError } from '@anodec/core';
import type { Plausibility } from './file/plausibility.js';
import { largestSize } from './malicious/strategy.js';
import { MESSAGE_CLASSES, messageCount, messageRows, type Messages } from './messages.js';

/** What is shown: smallest and largest width, smallest and largest length, in millimetres. */
export interface MapRange {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/**
 * The range that four numbers stand for.
 *
 * @param numbers smallest and largest width, then smallest and largest length
 * @throws ConfigError when they are not four, or a largest one is not larger
 */
export function mapRange(numbers: readonly number[]): MapRange {
  const [left, right, low, high] = numbers;
  if (numbers.length === 4 && left < right && low < high)
    return { x: [left, right], y: [low, high] };
  throw new ConfigError(
    `The range must be four numbers, width from and to, length from and to, got ${numbers.join(' ') || 'none'}.`,
  );
}

/** Parts of a map. */
export interface MessageMapOptions {
  readonly title?: string;
  readonly range?: MapRange;
  /** Whose accepted sizes are drawn behind the messages. */
  readonly plausibility?: Plausibility;
  /** Cells of the mesh along each axis; default 100. */
  readonly steps?: number;
}

/**
 * Width against length: colour is the class; triangles are unique, circles duplicates, squares malicious.
 *
 * @returns a specification that can be drawn as it is
 */
export function messageMap(messages: Messages, options: MessageMapOptions = {}): ChartSpec {
  const { title = 'Plot of input dataset', range, plausibility, steps = 100 } = options;
  const { kinds, lengths, widths, duplicate, odd } = messages;
  const points = Array.from({ length: messageCount(messages) }, (_, n) => ({
    x: widths[n],
    y: lengths[n],
    group: kinds[n],
    mark: odd[n] === 1 ? 2 : duplicate[n],
  }));
  return classMap({
    title,
    axes: ['Width (mm)', 'Length (mm)'],
    groups: MESSAGE_CLASSES,
    marks: ['unique', 'duplicate', 'malicious'],
    points,
    range,
    ...(plausibility && {
      areas: acceptedAreas(plausibility, range ?? wholeRange(messages), steps),
    }),
  });
}

/** From 0 to the largest message. */
function wholeRange(messages: Messages): MapRange {
  const { length, width } = largestSize(messages);
  return { x: [0, Math.max(1, width)], y: [0, Math.max(1, length)] };
}

/** The cells in whose middle a message of the class is accepted; nothing is trained for it. */
export function acceptedAreas(
  { fitted }: Plausibility,
  { x, y }: MapRange,
  steps: number,
): ClassMapArea[] {
  const middle = ([from, to]: readonly [number, number], cell: number): number =>
    from + ((cell + 0.5) * (to - from)) / steps;
  const N = steps * steps;
  return MESSAGE_CLASSES.map((_, group) => {
    const rows = messageRows({
      kinds: new Uint8Array(N).fill(group),
      lengths: new Float64Array(N).map((__, i) => middle(y, Math.floor(i / steps))),
      widths: new Float64Array(N).map((__, i) => middle(x, i % steps)),
      duplicate: new Uint8Array(N),
      odd: new Uint8Array(N),
    });
    const inside = fitted.predict(rows).map((verdict) => 1 - verdict);
    return { group, x, y, columns: steps, rows: steps, inside };
  });
}
