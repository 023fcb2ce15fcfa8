/** Options of an address: what stands behind its question mark. */
import { ConfigError } from '@anodec/core';

/**
 * Refuses options that a source does not have; their values are not repeated, because one may be a secret.
 *
 * @param kind of address, such as "An S3 address"
 */
export function checkAddressOptions(kind: string, url: URL, known: readonly string[]): void {
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ConfigError(`${kind} must have no option but ${known.join(', ')}, got "${unknown}".`);
}

/** An option that was given and is not empty. */
export function addressOption(url: URL, name: string): string | undefined {
  return url.searchParams.get(name) || undefined;
}
