/** The compiled kernels, and which of the three builds this machine runs. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { ConfigError } from '@anodec/core';
import { asksForWideVectors, useWideVectors } from './wide.js';
import { type WasmModule, WebAssembly } from './webassembly.js';

export type Arithmetic = 'relaxed' | 'strict';

export interface KernelModule {
  readonly module: WasmModule;
  readonly arithmetic: Arithmetic;
  /** Why this arithmetic, in a few words. */
  readonly reason: string;
  /** Whether this is the build for vectors of eight, see `wide.ts`. */
  readonly wide: boolean;
}

export interface KernelBuild {
  /** Goes before ANODEC_WIDE: strict kernels have vectors of four. */
  readonly strict?: boolean;
  /** Default: whether ANODEC_WIDE is 1. */
  readonly wide?: boolean;
}

/** The compiled kernels, seen from `src` and from `dist`. */
const FOLDER = new URL('../../dist/simd/', import.meta.url);

/**
 * Loads the relaxed kernels where the machine has relaxed arithmetic, else, or if asked, the strict.
 *
 * @throws ConfigError when the wide ones are asked for where V8 cannot run them or together with the
 *   strict, or none are built
 */
export async function loadKernelModule({
  strict = false,
  wide,
}: KernelBuild = {}): Promise<KernelModule> {
  if (strict && wide) throw new ConfigError('Kernels must be strict or wide, got both.');
  if (strict) return compile('strict', 'as asked for');
  if (wide ?? asksForWideVectors()) return loadWide();
  const relaxed = await readKernels('relaxed');
  if (WebAssembly.validate(relaxed)) return compile('relaxed', 'this machine has it', relaxed);
  try {
    // Node 20 has it behind a flag that may be set until the first module is compiled
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  } catch {
    // a later engine that no longer knows the flag
  }
  if (WebAssembly.validate(relaxed)) return compile('relaxed', 'behind a flag of Node 20', relaxed);
  return compile('strict', `Node ${process.versions.node} has no relaxed arithmetic`);
}

async function loadWide(): Promise<KernelModule> {
  useWideVectors();
  const kernels = await compile('relaxed', 'in vectors of eight', await readKernels('wide'));
  return { ...kernels, wide: true };
}

async function compile(
  arithmetic: Arithmetic,
  reason: string,
  bytes?: Uint8Array,
): Promise<KernelModule> {
  const module = await WebAssembly.compile(bytes ?? (await readKernels(arithmetic)));
  return { module, arithmetic, reason, wide: false };
}

async function readKernels(name: Arithmetic | 'wide'): Promise<Uint8Array> {
  try {
    return await readFile(new URL(`${name}.wasm`, FOLDER));
  } catch (error) {
    throw new ConfigError(
      `The compiled kernels must lie in dist/simd of @anodec/kernels, got: ${(error as Error).message}. ` +
        'Run npm run setup.',
      { cause: error },
    );
  }
}
