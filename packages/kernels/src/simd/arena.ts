/** Blocks of the shared memory that a recorded computation keeps for itself, so that it can use them again and again. */

/** The blocks by size that are not in use. */
export class Arena {
  readonly #free = new Map<number, number[]>();

  /** A free block of exactly this size; undefined where there is none. */
  take(size: number): number | undefined {
    return this.#free.get(size)?.pop();
  }

  /** Takes a block back. */
  give(size: number, address: number): void {
    const list = this.#free.get(size);
    if (list) list.push(address);
    else this.#free.set(size, [address]);
  }

  /** Forgets all free blocks and returns them, as size and address. */
  empty(): readonly (readonly [number, number])[] {
    const blocks = [...this.#free].flatMap(([size, list]) =>
      list.map((address) => [size, address] as const),
    );
    this.#free.clear();
    return blocks;
  }
}
