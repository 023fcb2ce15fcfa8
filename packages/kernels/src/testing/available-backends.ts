/** The backends that this machine can load, for tests over all of them. */
import { backends, useBackend } from '../backend.js';
import { findWebgpuAdapter } from '../webgpu/load.js';
import { offerSoftwareAdapter } from './software-adapter.js';

/** A backend of the table, and the error that it fails with here, if any. */
export interface AvailableBackend {
  readonly name: string;
  readonly problem?: string;
}

/** Loads every backend of the table in turn; the last one that works is then the current one. */
export async function availableBackends(): Promise<AvailableBackend[]> {
  const found: AvailableBackend[] = [];
  for (const name of Object.keys(backends)) {
    found.push(
      await useBackend(name).then(
        () => ({ name }),
        (error: Error) => ({ name, problem: error.message }),
      ),
    );
  }
  return found;
}

/** The backends that training is tested on: those on the processor, and `webgpu` where there is an adapter. */
export async function trainingBackends(): Promise<string[]> {
  offerSoftwareAdapter();
  const hasAdapter = await findWebgpuAdapter().then(
    () => true,
    () => false,
  );
  const wanted = ['simd', 'wasm', 'cpu', ...(hasAdapter ? ['webgpu'] : [])];
  return wanted.filter((name) => name in backends);
}
