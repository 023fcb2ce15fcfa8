/** Tables of variants by name: detectors, cells, poolings, commands. */
import { ConfigError } from './errors.js';

/**
 * The entry called `name`.
 *
 * @param kind what the entries are, for the message
 * @throws ConfigError that lists what is known
 */
export function lookup<Entry>(
  kind: string,
  table: Readonly<Record<string, Entry>>,
  name: string,
): Entry {
  if (Object.hasOwn(table, name)) return table[name];
  const known = Object.keys(table).join(', ');
  throw new ConfigError(`There is no ${kind} "${name}". Known are: ${known}.`);
}
