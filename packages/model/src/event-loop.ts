/** Long synchronous work lets the event loop turn now and then, or Ctrl-C would not be heard. */

/** Returns a function to be awaited often, which gives way every `milliseconds`. */
export function createPause(milliseconds = 50): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    last = performance.now();
  };
}
