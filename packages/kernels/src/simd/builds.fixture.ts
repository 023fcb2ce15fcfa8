/** The builds of the kernels that can be tested here. */
import { askedNative, nativeFile } from './native.js';
import type { SimdOptions } from './runtime.js';

/** Names as of backends, and what they are loaded with. */
export const builds: Readonly<Record<string, Pick<SimdOptions, 'native'>>> = {
  simd: {},
  ...(nativeFile() !== undefined &&
    askedNative() !== false && { native: { native: askedNative() } }),
};

/** Each of the values with each build. */
export function withBuilds<Value>(values: readonly Value[]): [Value, string][] {
  return Object.keys(builds).flatMap((build) =>
    values.map((value): [Value, string] => [value, build]),
  );
}
