/**
 * Vectors of eight floats. WebAssembly has vectors of four; V8 from Node 24 on can join two adjacent ones
 * to one of eight, which processors have had for long. The feature is experimental, so it is on only on
 * request. The build `wide` has tiles whose shape makes use of it, and the same bits as `relaxed`.
 */
import { setFlagsFromString } from 'node:v8';
import { ConfigError } from '@anodec/core';

/** Whether this V8 has them. Node 22 accepts the flag, too, but without effect. */
export function hasWideVectors(): boolean {
  return process.arch === 'x64' && Number(process.versions.node.split('.')[0]) >= 24;
}

/**
 * Whether ANODEC_WIDE requests them.
 *
 * @throws ConfigError when it is neither 1 nor 0
 */
export function asksForWideVectors(): boolean {
  const { ANODEC_WIDE: variable = '' } = process.env;
  if (['', '0', '1'].includes(variable)) return variable === '1';
  throw new ConfigError(`ANODEC_WIDE must be 1 or 0, got ${variable}.`);
}

/**
 * Enables them for all modules that V8 optimises from now on, on all threads.
 *
 * @throws ConfigError where V8 cannot
 */
export function useWideVectors(): void {
  if (!hasWideVectors()) {
    throw new ConfigError(
      'Vectors of eight (`wide` or ANODEC_WIDE=1) must have Node 24 or later on x64, ' +
        `got Node ${process.versions.node} on ${process.arch}. Omit it to compute with vectors of four.`,
    );
  }
  setFlagsFromString('--experimental-wasm-revectorize');
}
