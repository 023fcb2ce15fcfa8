/** The settings of cleaning that a processed store was made with. */
import { PrepareConfig } from '@anodec/data';
import { openStore } from '@anodec/tables';
import { NORMAL_KEY } from './paths.js';

/**
 * Reads the settings that the normal recordings of a store were cleaned with.
 *
 * @returns defaults where the store does not say, as in those of public data sets
 */
export async function readPrepareSettings(path: string): Promise<PrepareConfig> {
  const store = await openStore(path);
  try {
    const origin: unknown = JSON.parse(store.note(NORMAL_KEY, 'origin') ?? '{}');
    const { config } = Object(origin) as { config?: unknown };
    const parsed = PrepareConfig.safeParse(config ?? {});
    return parsed.success ? parsed.data : PrepareConfig.parse({});
  } finally {
    store.close();
  }
}
