/** Which backends this machine can load, for whoever loops over all of them. */
import { backends, useBackend } from '../backend.js';

/** A backend of the registry, and what keeps it from working here; nothing where it works. */
export interface AvailableBackend {
  readonly name: string;
  readonly problem?: string;
}

/** Loads every backend of the registry in turn; the last one that works is the current one then. */
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
