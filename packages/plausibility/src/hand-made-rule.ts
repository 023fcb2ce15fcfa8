/**
 * The first try of the reference program: rectangles drawn by hand, for cars alone. A car is plausible inside the green
 * zone, but for two grey corners that are too wide for their length or too narrow.
 */
import { binaryConfusion, type Confusion, confusionMatrix } from '@anodec/classifiers';
import { classIndex, type Messages, selectMessages } from './messages.js';

/** A zone in millimetres, ends included. */
interface Zone {
  readonly length: readonly [number, number];
  readonly width: readonly [number, number];
}

const GREEN: Zone = { length: [3000, 6500], width: [1400, 2400] };
const GREY: readonly Zone[] = [
  { length: [3000, 4100], width: [2050, 2400] },
  { length: [5250, 6500], width: [1400, 1650] },
];

/** Whether the rule takes a car of this size, in millimetres, for plausible. */
export function isPlausibleCar(length: number, width: number): boolean {
  return isIn(GREEN, length, width) && !GREY.some((zone) => isIn(zone, length, width));
}

function isIn(zone: Zone, length: number, width: number): boolean {
  const [shortest, longest] = zone.length;
  const [narrowest, widest] = zone.width;
  return length >= shortest && length <= longest && width >= narrowest && width <= widest;
}

/** How the rule does on the cars among messages. */
export function handMadeConfusion(messages: Messages): Confusion {
  const car = classIndex('car');
  const indices = [...messages.kinds.keys()].filter((n) => messages.kinds[n] === car);
  const { lengths, widths, odd } = selectMessages(messages, indices);
  const answers = Uint8Array.from(lengths, (length, n) =>
    Number(!isPlausibleCar(length, widths[n])),
  );
  return binaryConfusion(confusionMatrix(odd, answers, 2));
}
