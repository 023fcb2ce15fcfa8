/** The compiled search of neighbours of @anodec/classic, which reads no files and starts no threads itself. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { canRun, useNearestCode } from '@anodec/classic';
import { ConfigError } from '@anodec/core';
import type * as Kernels from '@anodec/kernels';

/** What starts threads; loaded with the code, as TensorFlow.js comes with it. */
let kernels: typeof Kernels | undefined;
/** Whether native kernels take the place of the code. */
let native = false;

/** Hands the code in; it is read, and threads start, when a table is first large enough. */
export function loadNearestCode(): void {
  useNearestCode(readCode, {
    get count() {
      return kernels?.threadCount() ?? 1;
    },
    start: (module, memory) => startThreads({ module, memory }),
  });
}

function startThreads(code: Pick<Kernels.SharedCode, 'module' | 'memory'>): Kernels.RunJob {
  if (!kernels) throw new Error('Threads must be started after the code was read.');
  return kernels.shareJobs({ ...code, threads: kernels.threadCount(), native });
}

async function readCode(): Promise<Uint8Array> {
  kernels = await import('@anodec/kernels');
  native = (await kernels.nativeProblem()) === undefined;
  const relaxed = await readBuild('nearest-relaxed.wasm');
  if (canRun(relaxed)) return relaxed;
  try {
    // Node 20 has fused sums behind a flag that may be set until code that needs them is compiled
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  } catch {
    // the engine no longer has the flag
  }
  return canRun(relaxed) ? relaxed : readBuild('nearest.wasm');
}

async function readBuild(name: string): Promise<Uint8Array> {
  try {
    return await readFile(createRequire(import.meta.url).resolve(`@anodec/classic/${name}`));
  } catch (error) {
    throw new ConfigError(
      `The compiled search must be in dist of @anodec/classic, got: ${(error as Error).message}. ` +
        'Run npm run setup.',
      { cause: error },
    );
  }
}
