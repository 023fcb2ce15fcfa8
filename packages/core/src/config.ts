/** Settings are data with a default and a sentence each, checked once at the border. */
import type { z } from 'zod';
import { ConfigError } from './errors.js';

/**
 * Checks settings against their schema and fills in the defaults.
 *
 * @param origin where the settings come from, for the message: a file name, "the command line"
 * @returns frozen
 * @throws ConfigError with one sentence for each fault
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  settings: unknown,
  origin = 'the settings',
): z.output<Schema> {
  const result = schema.safeParse(settings, { reportInput: true });
  if (result.success) return Object.freeze(result.data) as z.output<Schema>;
  const faults = result.error.issues.map(({ path, message, input }) => {
    const setting = path.join('.');
    // a message about several settings may name this one itself
    const fault =
      setting === '' || message.startsWith(setting) ? message : `${setting}: ${message}`;
    // a fault between settings comes with all of them, which would be too much to repeat
    const plain = ['string', 'number', 'boolean'].includes(typeof input);
    return plain && !Number.isNaN(input) ? `${fault}, got ${JSON.stringify(input)}` : fault;
  });
  throw new ConfigError(`${faults.join('. ')} (in ${origin}).`);
}
