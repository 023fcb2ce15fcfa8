/** The compiled kernels, and which of the three builds this machine runs. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { ConfigError } from '@anodec/core';
import { askedWide, compileWide, hasWideVectors } from './wide.js';
import { wideProblem } from './wide-check.js';
import { type WasmModule, WebAssembly } from './webassembly.js';

/** Whether a product and a sum are rounded once where the machine can, or always twice. */
export type SimdArithmetic = 'relaxed' | 'strict';

/** A compiled build. */
export interface KernelModule {
  readonly module: WasmModule;
  readonly arithmetic: SimdArithmetic;
  /** The reason for this arithmetic. */
  readonly reason: string;
  /** Whether this is the build for vectors of eight, see `wide.ts`. */
  readonly wide: boolean;
}

/** Which build to load. */
export interface KernelBuild {
  /** Overrides ANODEC_WIDE: strict kernels have vectors of four. */
  readonly strict?: boolean;
  /** Default: what ANODEC_WIDE says, else whether they are proven here. */
  readonly wide?: boolean;
}

/** The compiled kernels, relative to `src` and to `dist` alike. */
const FOLDER = new URL('../../dist/simd/', import.meta.url);

/**
 * Loads the relaxed kernels where the machine has relaxed arithmetic, in vectors of eight where these have passed
 * their self-test; else, or on request, the strict.
 *
 * @throws ConfigError when wide kernels are requested where V8 cannot run them or together with strict
 *   ones, or when none are built
 */
export async function loadKernelModule({
  strict = false,
  wide,
}: KernelBuild = {}): Promise<KernelModule> {
  if (strict && wide) throw new ConfigError('Kernels must be `strict` or `wide`, got both.');
  if (strict) return compile('strict', 'as asked for');
  const asked = wide ?? askedWide();
  const problem = asked === undefined ? await wideProblem() : undefined;
  if (asked ?? problem === undefined) return loadWide();
  const relaxed = await loadRelaxed();
  if (problem === undefined || !hasWideVectors()) return relaxed; // an older Node is no news
  return { ...relaxed, reason: `${relaxed.reason}; vectors of eight: ${problem}` };
}

async function loadRelaxed(): Promise<KernelModule> {
  const relaxed = await readKernels('relaxed');
  if (WebAssembly.validate(relaxed)) return compile('relaxed', 'this machine has it', relaxed);
  try {
    // Node 20 has it behind a flag that may be set until the first module is compiled
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  } catch {
    // the engine no longer has the flag
  }
  if (WebAssembly.validate(relaxed)) return compile('relaxed', 'behind a flag of Node 20', relaxed);
  return compile('strict', `Node ${process.versions.node} has no relaxed arithmetic`);
}

async function loadWide(): Promise<KernelModule> {
  const module = compileWide(await readKernels('wide'));
  return { module, arithmetic: 'relaxed', reason: 'in vectors of eight', wide: true };
}

async function compile(
  arithmetic: SimdArithmetic,
  reason: string,
  bytes?: Uint8Array,
): Promise<KernelModule> {
  const module = await WebAssembly.compile(bytes ?? (await readKernels(arithmetic)));
  return { module, arithmetic, reason, wide: false };
}

async function readKernels(name: SimdArithmetic | 'wide'): Promise<Uint8Array> {
  try {
    return await readFile(new URL(`${name}.wasm`, FOLDER));
  } catch (error) {
    throw new ConfigError(
      `The compiled kernels must be in dist/simd of @anodec/kernels, got: ${(error as Error).message}. ` +
        'Run npm run setup.',
      { cause: error },
    );
  }
}
