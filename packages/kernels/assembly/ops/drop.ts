/**
 * Dropout whose mask is a function of a seed and the place of a value, so that no mask is stored: backward makes it again.
 *
 * Source: the finaliser of MurmurHash3 (Appleby 2011), over multiples of the golden ratio.
 */
import { address, float, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { endOf, firstOf, OWN } from './share';

/** Job: result, x, seed, the hash below which values are dropped; the factor of the others as a float. */
const OUT: i32 = OWN;
const X: i32 = OWN + 1;
const SEED: i32 = OWN + 2;
const LIMIT: i32 = OWN + 3;

/** A unit is a cache line of 16 floats, as in unary.ts. */
const LINE: usize = 64;

@inline
function hash(places: v128, seed: v128): v128 {
  let z = v128.xor(i32x4.mul(places, i32x4.splat(<i32>0x9e3779b1)), seed);
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 16)), i32x4.splat(<i32>0x85ebca6b));
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 13)), i32x4.splat(<i32>0xc2b2ae35));
  return v128.xor(z, i32x4.shr_u(z, 16));
}

export function dropValues(job: usize, chunk: i32): void {
  const seed = i32x4.splat(int(job, SEED));
  const limit = i32x4.splat(int(job, LIMIT));
  const kept = f32x4.splat(float(job, 0));
  const first = <usize>firstOf(job, chunk) * LINE;
  const end = address(job, OUT) + <usize>endOf(job, chunk) * LINE;
  let x = address(job, X) + first;
  let places = i32x4.add(i32x4.splat(<i32>(first / FLOAT)), i32x4(0, 1, 2, 3));
  for (let out = address(job, OUT) + first; out < end; out += VECTOR, x += VECTOR) {
    const isDropped = i32x4.lt_u(hash(places, seed), limit);
    v128.store(out, v128.andnot(f32x4.mul(v128.load(x), kept), isDropped));
    places = i32x4.add(places, i32x4.splat(4));
  }
}
