/** The layers that a GPU's kernels are checked on, larger than the tests take. */
import type { KernelCase } from '../kernel-cases.js';

/** Sizes at which something changes: padding, workgroups, four sequences a thread, single steps. */
export const layers: readonly KernelCase[] = [
  { B: 1, W: 1, I: 1, H: 1 },
  { B: 2, W: 500, I: 3, H: 3, reverse: true, finalCell: true },
  { B: 63, W: 2, I: 51, H: 51, constantInput: true, last: true },
  { B: 63, W: 20, I: 51, H: 65, lengths: lengths(63, 20), finalCell: true },
  { B: 64, W: 20, I: 51, H: 128, lengths: lengths(64, 20), reverse: true, last: true },
  { B: 256, W: 3, I: 5, H: 256 },
  { B: 64, W: 3, I: 5, H: 456 },
];

/** Layers that a processor emulating a GPU gets through in seconds. */
export const smallLayers = layers.filter(({ B, W, H }) => B * W * H < 20_000);

/** For tables. */
export function nameOf({ B, W, I, H, ...options }: KernelCase): string {
  const named = Object.entries(options).flatMap(([name, value]) => (value ? [name] : []));
  return [`B${B} W${W} I${I} H${H}`, ...named].join(', ');
}

function lengths(B: number, W: number): number[] {
  return Array.from({ length: B }, (_, b) => (b * 7) % (W + 1));
}
