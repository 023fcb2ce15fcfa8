/** Which queue on which Redis server: settings that whoever asks for jobs and whoever runs them share. */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';

export const QueueConfig = z.strictObject({
  redis: z
    .string()
    .default('redis://127.0.0.1:6379')
    .describe(
      'Address of the Redis server, redis:// or rediss://; user and password come from ANODEC_REDIS_USERNAME and ' +
        'ANODEC_REDIS_PASSWORD',
    ),
  queue: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, "_", "-" and "."')
    .default('anodec')
    .describe('Name of the queue on the Redis server'),
});

export type QueueConfig = z.output<typeof QueueConfig>;

/** How to connect to a server. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: object;
}

/**
 * Reads the address of a server; user and password come from the environment.
 *
 * @throws ConfigError when it is none, or holds a password, which lists of processes would show
 */
export function parseRedis(address: string): RedisAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['redis:', 'rediss:'].includes(url.protocol)) {
    throw new ConfigError(
      `\`redis\` must be an address such as redis://127.0.0.1:6379, got "${withoutPassword(address)}".`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(
      `\`redis\` must hold no user and no password, got ${withoutPassword(address)}. Put them into the environment as ` +
        'ANODEC_REDIS_USERNAME and ANODEC_REDIS_PASSWORD.',
    );
  }
  const { ANODEC_REDIS_USERNAME: username, ANODEC_REDIS_PASSWORD: password } = process.env;
  return {
    host: url.hostname,
    port: url.port === '' ? 6379 : Number(url.port),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
  };
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//***@');
}
