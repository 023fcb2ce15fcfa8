/** Look-up in tables of variants by name: detectors, cells, poolings, commands. */
import { ConfigError } from './errors.js';

/**
 * The entry with this name.
 *
 * @param kind of the entries, for the message: "detector", "cell"
 * @throws ConfigError that lists the known names
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
