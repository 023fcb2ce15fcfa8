/** Collects what is asked for within a moment, so that it is handed in together. */

/** How things are collected. */
export interface BatchOptions<Item> {
  /** So many are handed in without waiting longer, in multiples of it. */
  readonly size: number;
  /** Handed in at a time at most. */
  readonly most: number;
  /** Milliseconds after the last one came, before fewer than `size` are handed in. */
  readonly wait: number;
  readonly hand: (items: readonly Item[]) => void;
}

/** What is collected. */
export interface Batches<Item> {
  add(item: Item): void;
  /** Hands nothing in any more. */
  close(): void;
}

/** Starts to collect. Where `size` is 1, everything of one moment is handed in together. */
export function createBatches<Item>({ size, most, wait, hand }: BatchOptions<Item>): Batches<Item> {
  let waiting: Item[] = [];
  let timer: NodeJS.Timeout | undefined;
  const give = (count: number): void => {
    while (count > 0) {
      const now = waiting.splice(0, Math.min(count, most));
      count -= now.length;
      hand(now);
    }
  };
  let closed = false;
  return {
    add(item) {
      if (closed) return;
      waiting.push(item);
      if (size > 1 && waiting.length >= size) give(waiting.length - (waiting.length % size));
      clearTimeout(timer);
      timer = setTimeout(() => give(waiting.length), wait);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      waiting = [];
    },
  };
}
