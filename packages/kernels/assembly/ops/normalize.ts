/** Batch normalisation: out = (x - mean) · factor + offset, each of the latter by channel. */
import { address, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { endOf, firstOf, OWN } from './share';

/** Job: result, x, channels, means, factors, offsets. A unit is a row of channels. */
const OUT: i32 = OWN;
const X: i32 = OWN + 1;
const C: i32 = OWN + 2;
const MEAN: i32 = OWN + 3;
const FACTOR: i32 = OWN + 4;
const OFFSET: i32 = OWN + 5;

@inline
function normalized(x: v128, mean: v128, factor: v128, offset: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(x, mean), factor), offset);
}

/** Normalises the rows of a chunk. */
export function normalizeRows(job: usize, chunk: i32): void {
  const channels = int(job, C);
  const mean = address(job, MEAN);
  const factor = address(job, FACTOR);
  const offset = address(job, OFFSET);
  const stride = <usize>channels * FLOAT;
  const whole = (<usize>channels & ~3) * FLOAT;
  const end = endOf(job, chunk);
  for (let row = firstOf(job, chunk); row < end; row++) {
    const out = address(job, OUT) + <usize>row * stride;
    const x = address(job, X) + <usize>row * stride;
    let c: usize = 0;
    for (; c < whole; c += VECTOR) {
      const four = v128.load(x + c);
      v128.store(
        out + c,
        normalized(four, v128.load(mean + c), v128.load(factor + c), v128.load(offset + c)),
      );
    }
    for (; c < stride; c += FLOAT) {
      const one = (load<f32>(x + c) - load<f32>(mean + c)) * load<f32>(factor + c);
      store<f32>(out + c, one + load<f32>(offset + c));
    }
  }
}
