/** A queue between what calls back and what waits. */

/** Items in the order in which they came. */
export interface AsyncQueue<Item> {
  push(item: Item): void;
  /** Makes every later `next` throw, when the items before are taken. */
  fail(error: unknown): void;
  /** The next item; undefined when none came within the time. @throws what `fail` was given */
  next(milliseconds: number): Promise<Item | undefined>;
}

/** Makes an empty queue. */
export function createQueue<Item>(): AsyncQueue<Item> {
  const items: Item[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  return {
    push(item) {
      items.push(item);
      wake?.();
    },
    fail(error) {
      failure ??= { error };
      wake?.();
    },
    async next(milliseconds) {
      if (items.length === 0 && !failure) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (items.length === 0 && failure) throw failure.error;
      return items.shift();
    },
  };
}
