/** Modules loaded on first use. */
import { expect, test } from 'vitest';
import { loadOnce } from './load-once.js';

test('loads at the first call alone, and again after a failure', async () => {
  let calls = 0;
  const get = loadOnce(async () => {
    calls += 1;
    if (calls === 1) throw new Error('not there');
    return { calls };
  });
  expect(calls).toBe(0);
  await expect(get()).rejects.toThrow('not there');
  expect(await Promise.all([get(), get()])).toEqual([{ calls: 2 }, { calls: 2 }]);
  expect(await get()).toEqual({ calls: 2 });
});
