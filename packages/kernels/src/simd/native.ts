/**
 * The native build of the kernels: an addon in C over the memory of the WebAssembly builds, see `native/addon.c`.
 *
 * It is optional. Where there is none, or it fails its self-test, WebAssembly computes the same jobs.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@anodec/core';
import type { Kernel } from './control.js';
import type { KernelLayout } from './layout.js';
import type { WasmMemory } from './webassembly.js';

/** The instruction sets that the addon has kernels for, best first. */
export const INSTRUCTION_SETS = ['avx512', 'avx2', 'plain'] as const;

/** One of them. */
export type InstructionSet = (typeof INSTRUCTION_SETS)[number];

/** What a thread needs to open the addon. */
export interface NativeBuild {
  readonly file: string;
  readonly instructionSet: InstructionSet;
}

/** The kernels of an opened addon; names that WebAssembly has, too. */
export interface NativeKernels {
  readonly layout: KernelLayout;
  readonly kernels: Readonly<Record<string, Kernel>>;
}

/** Native kernels, and how other threads open them. */
export type OpenedNative = NativeKernels & { readonly build: NativeBuild };

/** What `native/addon.c` exports. */
interface Addon {
  open(
    instructionSet: string,
    memory: Uint8Array,
  ): { lanes: number; strip: number; kernels: Record<string, Kernel> } | undefined;
}

/** The names of this platform in those of folders and packages: with GNU's library of C on Linux, and with musl. */
const PLATFORMS = ['', '-musl'].map((libc) => `${process.platform}-${process.arch}${libc}`);

/** The addons that `utils/build-native.mjs` builds, relative to `src` and to `dist` alike. */
const BUILT = PLATFORMS.map((name) =>
  fileURLToPath(new URL(`../../dist/native/${name}/kernels.node`, import.meta.url)),
);

/**
 * What ANODEC_NATIVE asks for: false at 0, which turns native kernels off, an instruction set, or any.
 *
 * @throws ConfigError when it is none of them
 */
export function askedNative(): boolean | InstructionSet {
  const { ANODEC_NATIVE: variable = '' } = process.env;
  if (variable === '0') return false;
  if (variable === '' || variable === '1') return true;
  const set = INSTRUCTION_SETS.find((name) => name === variable);
  if (set) return set;
  throw new ConfigError(
    `ANODEC_NATIVE must be 0, 1, ${INSTRUCTION_SETS.join(', ')}, got ${variable}.`,
  );
}

/** The file of the addon, built at set-up or installed with the package of the platform; undefined where there is none. */
export function nativeFile(): string | undefined {
  return BUILT.find((file) => existsSync(file)) ?? prebuiltFile(import.meta.url);
}

/**
 * The addon of the optional package for this platform, which `utils/pack-native.mjs` makes.
 *
 * @param from file or address from which the package is looked for, as a module there would
 */
export function prebuiltFile(from: string | URL): string | undefined {
  const { resolve } = createRequire(from);
  for (const name of PLATFORMS) {
    try {
      return resolve(`@anodec/kernels-${name}`);
    } catch {
      // not installed: there is none for the platform, or optional packages are left out
    }
  }
  return undefined;
}

/**
 * Opens the addon for the calling thread.
 *
 * @returns undefined where the processor lacks the instruction set
 * @throws Error when the file is no addon for this platform
 */
export function openNative(
  { file, instructionSet }: NativeBuild,
  { buffer }: WasmMemory,
): NativeKernels | undefined {
  const addon = createRequire(import.meta.url)(file) as Addon;
  const opened = addon.open(instructionSet, new Uint8Array(buffer));
  if (!opened) return undefined;
  const { lanes, strip, kernels } = opened;
  return { layout: { lanes, strip, leastGroups: 1 }, kernels };
}

/**
 * Opens the addon with the best instruction set of this processor, or with one.
 *
 * @returns undefined where the processor lacks it
 * @throws Error when the file is no addon for this platform
 */
export function openBest(
  file: string,
  wanted: true | InstructionSet,
  memory: WasmMemory,
): OpenedNative | undefined {
  for (const instructionSet of wanted === true ? INSTRUCTION_SETS : [wanted]) {
    const build = { file, instructionSet };
    const opened = openNative(build, memory);
    if (opened) return { ...opened, build };
  }
  return undefined;
}
