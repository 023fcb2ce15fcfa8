/** Tests of the channel check. */
import { expect, test } from 'vitest';
import { checkSameChannels } from './same-channels.js';

test('accepts the same channels in the same order', () => {
  expect(() => checkSameChannels(['a', 'b'], ['a', 'b'], 'the frame')).not.toThrow();
});

test('names what is missing and what is additional', () => {
  expect(() => checkSameChannels(['a', 'x'], ['a', 'b'], 'the frame')).toThrow(
    'The channels of the frame must be a, b in this order, got without b and with x besides.',
  );
});

test('says that only the order differs', () => {
  expect(() => checkSameChannels(['b', 'a'], ['a', 'b'], 'the frame')).toThrow(
    'got them in another order. Choose and order them with selectChannels.',
  );
});
