/** Pauses let other work in, also where there is no setImmediate. */
import { afterEach, expect, test, vi } from 'vitest';
import { createPause } from './pause.js';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['Node', setImmediate],
  ['a browser', undefined],
])('lets a timer run that is due, in %s', async (_, immediate) => {
  vi.stubGlobal('setImmediate', immediate);
  const timer = vi.fn<() => void>();
  setTimeout(timer);
  const pause = createPause(0);
  for (let i = 0; i < 1000 && timer.mock.calls.length === 0; i++) await pause();
  expect(timer).toHaveBeenCalledOnce();
});
