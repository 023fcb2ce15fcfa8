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
  const result = schema.safeParse(settings);
  if (result.success) return Object.freeze(result.data) as z.output<Schema>;
  const faults = result.error.issues.map((issue) =>
    issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message,
  );
  throw new ConfigError(`${faults.join('. ')} (in ${origin}).`);
}
