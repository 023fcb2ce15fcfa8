/**
 * Vectors of eight floats. WebAssembly has vectors of four; V8 from Node 24 on can turn two that lie
 * side by side into one of eight, which processors have had for long. It calls that an experiment, so
 * it is on only where it is asked for. The build `wide` has tiles of a shape that makes it worth while,
 * and the same bits as `relaxed`.
 */
import { setFlagsFromString } from 'node:v8';
import { ConfigError } from '@anodec/core';

/** Whether this V8 has them. Node 22 knows the flag, too, but makes no use of it. */
export function hasWideVectors(): boolean {
  return process.arch === 'x64' && Number(process.versions.node.split('.')[0]) >= 24;
}

/**
 * Whether ANODEC_WIDE asks for them.
 *
 * @throws ConfigError when it is neither 1 nor 0
 */
export function asksForWideVectors(): boolean {
  const { ANODEC_WIDE: variable = '' } = process.env;
  if (['', '0', '1'].includes(variable)) return variable === '1';
  throw new ConfigError(`ANODEC_WIDE must be 1 or 0, got ${variable}.`);
}

/**
 * Lets V8 make them of whatever module it optimises from now on, on all threads.
 *
 * @throws ConfigError where V8 cannot
 */
export function useWideVectors(): void {
  if (!hasWideVectors()) {
    throw new ConfigError(
      'Vectors of eight (ANODEC_WIDE=1) must have Node 24 or later on x64, ' +
        `got Node ${process.versions.node} on ${process.arch}. Leave it out to compute with four.`,
    );
  }
  setFlagsFromString('--experimental-wasm-revectorize');
}
