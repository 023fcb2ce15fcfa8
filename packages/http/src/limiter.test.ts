/** The limiter: how many at a time, how many wait, and who gives up. */
import { expect, test } from 'vitest';
import { createLimiter } from './limiter.js';

/** Work that ends when it is told to. */
function piece() {
  let end = (): void => undefined;
  const done = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  return { work: () => done, end };
}

test('works on one at a time in the order of asking, and refuses who comes beyond the queue', async () => {
  const limiter = createLimiter(1, 1);
  const [first, second] = [piece(), piece()];
  const order: string[] = [];
  const one = limiter.run(first.work).then(() => order.push('one'));
  const two = limiter.run(second.work).then(() => order.push('two'));
  expect([limiter.running, limiter.waiting]).toEqual([1, 1]);
  await expect(limiter.run(async () => 'three')).rejects.toThrow('Try again later');
  second.end();
  await Promise.resolve();
  expect(order).toEqual([]);
  first.end();
  await Promise.all([one, two]);
  expect([order, limiter.running, limiter.waiting]).toEqual([['one', 'two'], 0, 0]);
});

test('gives the place on after work that failed', async () => {
  const limiter = createLimiter(1, 2);
  const failed = limiter.run(() => Promise.reject(new Error('no')));
  const next = limiter.run(async () => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
  expect(limiter.running).toBe(0);
});

test('lets who gives up leave the line', async () => {
  const limiter = createLimiter(1, 1);
  const first = piece();
  const one = limiter.run(first.work);
  const gone = new AbortController();
  const two = limiter.run(async () => 'two', gone.signal);
  gone.abort();
  await expect(two).rejects.toThrow('not begun in its time');
  expect(limiter.waiting).toBe(0);
  first.end();
  expect(await one).toBe('done');
});
