/** The steps of a chain as the user sees them: what is done, what came of it, how long it took. */
import { formatDuration } from '@anodec/core';
import type { Context } from '../context.js';

/** Runs the steps of a chain, one line each when it is done. */
export interface Steps {
  /**
   * @param title one word, such as "Train"
   * @param work returns its result and the words that describe it
   */
  run<Result>(title: string, work: () => Promise<readonly [Result, string]>): Promise<Result>;
}

/** @param count how many steps there will be */
export function createSteps(context: Context, count: number): Steps {
  let number = 0;
  return {
    async run(title, work) {
      number++;
      const start = performance.now();
      const [result, words] = await work();
      context.progress.end();
      const took = formatDuration(performance.now() - start);
      context.print(`${number}/${count} ${title.padEnd(9)} ${words} (${took})`);
      return result;
    },
  };
}
