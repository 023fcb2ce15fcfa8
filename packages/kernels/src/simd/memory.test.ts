/** The allocator of the shared memory. */
import { describe, expect, test } from 'vitest';
import { Arena } from './arena.js';
import { SharedMemory, sizeClass } from './memory.js';
import { ResourceError } from './resource-error.js';

const PAGE = 65_536;

describe('sizeClass', () => {
  test('rounds up to whole cache lines and wastes an eighth at most', () => {
    for (let bytes = 1; bytes < 5_000_000; bytes = Math.ceil(bytes * 1.03)) {
      const size = sizeClass(bytes);
      expect(size % 64).toBe(0);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size).toBeLessThan(bytes * 1.125 + 64);
    }
  });

  test('gives sizes of one class the same size', () => {
    expect([1, 64, 65, 1024, 1025, 1152].map(sizeClass)).toEqual([64, 64, 128, 1024, 1152, 1152]);
  });
});

describe('SharedMemory', () => {
  test('lends a freed block again, and no block twice', () => {
    const memory = new SharedMemory(512);
    const first = memory.allocate(1000);
    const second = memory.allocate(1000);
    expect(second).not.toBe(first);
    memory.free(first);
    expect(memory.allocate(990)).toBe(first);
    expect(memory.blocksInUse).toBe(2);
  });

  test('aligns every block to a cache line and keeps blocks apart', () => {
    const memory = new SharedMemory(512);
    const sizes = [1, 63, 64, 65, 4000, 100_000];
    const addresses = sizes.map((bytes) => memory.allocate(bytes));
    const ends = addresses.map((address, i) => address + sizes[i]);
    addresses.forEach((address, i) => {
      expect(address % 64).toBe(0);
      expect(address).toBeGreaterThanOrEqual([PAGE, ...ends][i]);
    });
  });

  test('counts bytes in use, and none when all is given back', () => {
    const memory = new SharedMemory(512);
    const blocks = [10, 1000, 70_000].map((bytes) => memory.allocate(bytes));
    expect(memory.bytesInUse).toBe(64 + 1024 + sizeClass(70_000));
    for (const block of blocks) memory.free(block);
    expect([memory.bytesInUse, memory.blocksInUse]).toEqual([0, 0]);
  });

  test.each([NaN, 1.5, -4, Infinity])('refuses a block of %s bytes', (bytes) => {
    const memory = new SharedMemory(512);
    expect(() => memory.allocate(bytes)).toThrow(
      `A block must have a whole number of bytes, got ${bytes}.`,
    );
    expect(memory.blocksInUse).toBe(0);
  });

  test('keeps views valid when it grows', () => {
    const memory = new SharedMemory(2048);
    const view = memory.floats(memory.allocate(16), 4);
    view.set([1, 2, 3, 4]);
    const far = memory.allocate(1500 * PAGE);
    memory.floats(far, 1)[0] = 7;
    expect([...view]).toEqual([1, 2, 3, 4]);
  });

  test('says how much was asked for, how much is in use and what to do when it is used up', () => {
    const memory = new SharedMemory(64); // 4 MB
    memory.allocate(1_000_000);
    expect(() => memory.allocate(10_000_000)).toThrow(ResourceError);
    expect(() => memory.allocate(10_000_000)).toThrow(
      'Memory for a tensor of 10000000 bytes (9.5 MB) must be free, got 1.0 MB in use of 4.0 MB.',
    );
  });

  test('takes a larger free block rather than none', () => {
    const memory = new SharedMemory(64);
    const large = memory.allocate(3_000_000);
    memory.free(large);
    expect(memory.allocate(2_000_000)).toBe(large);
    memory.free(large);
    expect(memory.bytesInUse).toBe(0);
    expect(memory.allocate(3_000_000)).toBe(large);
  });

  test('gives blocks of an arena to nobody else until it is released', () => {
    const memory = new SharedMemory(64);
    const arena = new Arena();
    const [own, kept] = memory.within(arena, () => [memory.allocate(100), memory.allocate(100)]);
    memory.free(own);
    expect(memory.allocate(100)).not.toBe(own);
    expect(memory.within(arena, () => memory.allocate(100))).toBe(own);
    memory.free(own);
    memory.release(arena);
    expect(memory.allocate(100)).toBe(own);
    memory.free(kept); // in use when the arena was released
    expect(memory.allocate(100)).toBe(kept);
  });

  test('refuses to free what it has not lent', () => {
    const memory = new SharedMemory(64);
    const block = memory.allocate(8);
    memory.free(block);
    expect(() => memory.free(block)).toThrow(
      `There must be a block at ${block} to free, got none.`,
    );
  });
});
