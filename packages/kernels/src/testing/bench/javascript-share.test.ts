/** Shares of a made profile. */
import { expect, test } from 'vitest';
import { sharesOf } from './javascript-share.js';

test('native code and WebAssembly are kernels, all else JavaScript, the profiler itself neither', () => {
  const frames: readonly (readonly [string, string])[] = [
    ['settleRows', ''], // whichever of its kernels stands for all of the addon
    ['wasm-function[3]', 'wasm://wasm/0'],
    ['step', 'file:///a.js'],
    ['(garbage collector)', ''],
    ['dispatch', ''],
  ];
  const nodes = frames.map(([functionName, url], id) => ({
    id,
    callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
  }));
  const profile = {
    nodes,
    startTime: 0,
    endTime: 1,
    samples: [0, 1, 2, 3, 4, 0],
    timeDeltas: [500, 200, 150, 50, 1000, 100],
  };
  expect(sharesOf(profile)).toEqual({ kernels: 0.8, javascript: 0.2, garbageCollection: 0.05 });
});
