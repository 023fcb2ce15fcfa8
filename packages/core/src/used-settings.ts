/** Settings that a chosen variant does not use, where variants share one flat group. */
import { ConfigError } from './errors.js';

/**
 * Refuses settings that would be ignored.
 *
 * @param chosen what they were given to, such as "The chart score"
 * @param used names of the settings that it uses
 * @param given settings as they were given, without defaults
 * @throws ConfigError at the first one that is not used
 */
export function checkUsedSettings(
  chosen: string,
  used: readonly string[],
  given: Readonly<Record<string, unknown>>,
): void {
  const foreign = Object.keys(given).find(
    (name) => given[name] !== undefined && !used.includes(name),
  );
  if (foreign === undefined) return;
  const known = used.length > 0 ? used.map((name) => `\`${name}\``).join(', ') : 'none';
  throw new ConfigError(
    `${chosen} has no setting \`${foreign}\`, got ${JSON.stringify(given[foreign])}; it has ${known}. Leave it out.`,
  );
}
