/** Addresses of sources and sinks: without passwords, which come from the environment. */
import { ConfigError } from '@anodec/core';

/**
 * Reads an address.
 *
 * @param variable the environment variable that a password belongs in
 * @throws ConfigError when it is none, or holds a password, which lists of processes and logs would show
 */
export function parseAddress(address: string, variable: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new ConfigError(
      `An address must be a URL such as http://host/path, got "${withoutPassword(address)}". Correct it.`,
    );
  }
  if (url.username === '' && url.password === '') return url;
  throw new ConfigError(
    `An address must hold no user and no password, got ${withoutPassword(address)}. Put them into the ` +
      `environment as ${variable}.`,
  );
}

/** The address with stars in place of a user and password. */
export function withoutPassword(address: string): string {
  return address.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1***@');
}

/** User and password for a server from the environment, `PREFIX_USERNAME` and `PREFIX_PASSWORD`. */
export function credentialsOf(prefix: string): { username?: string; password?: string } {
  const username = process.env[`${prefix}_USERNAME`];
  const password = process.env[`${prefix}_PASSWORD`];
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}
