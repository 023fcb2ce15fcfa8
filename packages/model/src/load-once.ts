/** Modules that are loaded on first use. */

/**
 * Loads a module at the first call and hands it out from then on: an import that is repeated asks the loader again, which
 * a score of few rows would notice. A load that failed is tried again.
 */
export function loadOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loaded: Promise<Module> | undefined;
  return async () => {
    loaded ??= load();
    try {
      return await loaded;
    } catch (error) {
      loaded = undefined;
      throw error;
    }
  };
}
