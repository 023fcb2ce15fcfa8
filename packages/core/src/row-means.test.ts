/** Tests of the means over channels. */
import { expect, test } from 'vitest';
import { meanOverChannels } from './row-means.js';

test('averages the channels that have a score, and gives NaN where none has', () => {
  const channels = Float32Array.of(1, 2, 6, /* row 1 */ NaN, 4, 8, /* row 2 */ NaN, NaN, NaN);
  expect([...meanOverChannels(channels, 3)]).toEqual([3, 6, NaN]);
});
