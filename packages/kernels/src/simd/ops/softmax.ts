/** Softmax over the last axis in two passes, by `assembly/ops/rows.ts`. */
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, inputsOf, type KernelMaker, shareOf } from './call.js';

/** `Softmax` over the last axis. */
export const softmax: KernelMaker = (stock) => (call) => {
  const { logits } = inputsOf<'logits'>(call);
  const { dim } = call.attrs as unknown as { dim: number };
  const { shape } = logits;
  const isLast = dim === -1 || dim === shape.length - 1;
  if (!areFloats(logits) || !isLast || sizeOf(shape) === 0) return stock(call);
  const backend = backendOf(call);
  const input = backend.floats(logits);
  const out = backend.output(shape);
  const n = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / n;
  const { head, chunks } = shareOf(rows, 8 * n);
  backend.runtime.run('softmaxRows', {
    integers: [...head, backend.floats(out), input, n],
    chunks,
    work: rows * n * 10,
  });
  return out;
};
