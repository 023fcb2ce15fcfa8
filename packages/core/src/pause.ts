/** Pauses in long synchronous work, without which a signal such as Ctrl-C would not be handled. */

/**
 * Makes a function to await often; it yields to the event loop at most once per interval.
 *
 * @param milliseconds of work between two pauses
 */
export function createPause(milliseconds = 50): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await new Promise<void>((resolve) => {
      // browsers have no setImmediate
      if (typeof setImmediate === 'function') setImmediate(resolve);
      else setTimeout(resolve);
    });
    last = performance.now();
  };
}
