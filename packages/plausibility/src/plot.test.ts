/** Tests of the map of messages. */
import type { ClassMapPoint } from '@anodec/charts';
import { ConfigError, type FeatureRows } from '@anodec/core';
import { expect, test } from 'vitest';
import type { Plausibility } from './file/plausibility.js';
import { joinMessages, messagesFrom } from './messages.js';
import { acceptedAreas, mapRange, messageMap } from './plot.js';

/** Accepts cars up to 1000 mm in length, and nothing else. */
const shortCars = {
  fitted: {
    predict: ({ values }: FeatureRows) =>
      Uint8Array.from({ length: values.length / 3 }, (_, n) =>
        Number(values[3 * n] !== 0 || values[3 * n + 1] > 1000),
      ),
  },
} as unknown as Plausibility;

test('asks in the middle of each cell of the range, for each class', () => {
  const [cars, people] = acceptedAreas(shortCars, { x: [0, 300], y: [500, 1500] }, 4);
  // middles of the rows are at 625, 875, 1125 and 1375 mm
  expect([...cars.inside]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(people.inside.every((cell) => cell === 0)).toBe(true);
});

test('shows width against length, the class by colour and what a message is by shape', () => {
  const genuine = messagesFrom([{ kind: 'moto', length: 2100, width: 800 }], false);
  const malicious = messagesFrom([{ kind: 'car', length: 10, width: 20 }], true);
  const { layer } = messageMap(joinMessages([genuine, malicious])) as unknown as {
    layer: { data: { values: ClassMapPoint[] } }[];
  };
  expect(layer[2].data.values).toEqual([
    { x: 800, y: 2100, group: 'moto', mark: 'unique' },
    { x: 20, y: 10, group: 'car', mark: 'malicious' },
  ]);
});

test('takes four numbers as a range', () => {
  expect(mapRange([1, 2, 3, 4])).toEqual({ x: [1, 2], y: [3, 4] });
  expect(() => mapRange([1, 2, 3])).toThrow(ConfigError);
  expect(() => mapRange([2, 1, 3, 4])).toThrow('The range must be four numbers');
});
