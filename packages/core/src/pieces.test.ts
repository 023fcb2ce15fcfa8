/** Work in pieces. */
import { expect, test } from 'vitest';
import { finish, finishWithPauses, type InPieces } from './pieces.js';

/** Work of three pieces that keep the thread for so many milliseconds each. */
function* working(milliseconds: number, done: number[]): InPieces<string> {
  for (let piece = 0; piece < 3; piece++) {
    for (const start = performance.now(); performance.now() - start < milliseconds; );
    done.push(piece);
    yield;
  }
  return 'over';
}

test('is done at once, or with pauses, with the same result', async () => {
  const [atOnce, paused]: number[][] = [[], []];
  expect(finish(working(0, atOnce))).toBe('over');
  expect(await finishWithPauses(working(0, paused), {}, 'working')).toBe('over');
  expect([atOnce, paused]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test('notices between two pieces that it is to stop', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort()); // is not reached while a piece keeps the thread
  const done: number[] = [];
  const work = finishWithPauses(working(60, done), { signal: stop.signal }, 'working');
  await expect(work).rejects.toThrow('Stopped while working.');
  expect(done.length).toBeLessThan(3);
});
