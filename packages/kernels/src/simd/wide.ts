/**
 * Vectors of eight floats. WebAssembly has vectors of four; V8 from Node 24 on can join two adjacent ones
 * to one of eight, which processors have had for long. The build `wide` has tiles whose shape makes use of it,
 * and the same bits as `relaxed`.
 *
 * The feature is experimental and its flag is one of the whole process, so it is set for one moment only: while
 * this build is compiled, completely and synchronously. No other module is compiled with it but one that another
 * thread optimises in that moment.
 */
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { ConfigError } from '@anodec/core';
import { type WasmModule, WebAssembly } from './webassembly.js';

/** Flags to set and how each is reset: all functions are optimised at once, none later when the flag is gone. */
const FLAGS = [
  ['--experimental-wasm-revectorize', '--no-experimental-wasm-revectorize'],
  ['--no-liftoff', '--liftoff'],
  ['--no-wasm-lazy-compilation', '--wasm-lazy-compilation'],
] as const;

/** Whether this V8 has them. Node 22 accepts the flag, too, but without effect. */
export function hasWideVectors(): boolean {
  return process.arch === 'x64' && Number(process.versions.node.split('.')[0]) >= 24;
}

/**
 * What ANODEC_WIDE says about them: true at 1, false at 0, undefined where it is not set.
 *
 * @throws ConfigError when it is neither 1 nor 0
 */
export function askedWide(): boolean | undefined {
  const { ANODEC_WIDE: variable = '' } = process.env;
  if (variable === '') return undefined;
  if (variable === '0' || variable === '1') return variable === '1';
  throw new ConfigError(`ANODEC_WIDE must be 1 or 0, got ${variable}.`);
}

/**
 * Compiles kernels with pairs of vectors joined, and leaves V8's flags as they were.
 *
 * @throws ConfigError where V8 cannot
 */
export function compileWide(bytes: Uint8Array): WasmModule {
  if (!hasWideVectors()) {
    throw new ConfigError(
      'Vectors of eight (`wide` or ANODEC_WIDE=1) must have Node 24 or later on x64, ' +
        `got Node ${process.versions.node} on ${process.arch}. Omit it to compute with vectors of four.`,
    );
  }
  const changed = FLAGS.filter(setFlag);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const [, reset] of changed) setFlagsFromString(reset);
  }
}

/**
 * Sets a flag; false where it was set before. That V8 does not tell, but its tag of all flags together.
 *
 * @throws ConfigError when V8 does not know it
 */
function setFlag([flag, reset]: (typeof FLAGS)[number]): boolean {
  const before = cachedDataVersionTag();
  setFlagsFromString(flag);
  if (cachedDataVersionTag() !== before) return true;
  setFlagsFromString(reset);
  if (cachedDataVersionTag() === before) {
    throw new ConfigError(
      `Vectors of eight must have a V8 with the flag ${flag}, got ${process.versions.v8} without. Set ANODEC_WIDE to 0.`,
    );
  }
  setFlagsFromString(flag);
  return false;
}
