/** Settings of every server: where it listens, who may ask, and how much. */
import { z } from 'zod';

/** The setting of a port with another default, so that two servers can run beside each other. */
export function portOf(usual: number) {
  return z
    .int()
    .min(0)
    .max(65_535)
    .default(usual)
    .describe('Port to listen on; 0 takes any that is free');
}

/** Where a server listens. */
export const ListenConfig = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; one beyond this machine, such as 0.0.0.0, needs a token'),
  port: portOf(8050),
  // its length is checked where no message repeats it
  token: z
    .string()
    .optional()
    .describe(
      'Secret that every request must carry, 16 characters or more (default: the variable ANODEC_TOKEN, ' +
        'none on this machine alone, and one made up and printed beyond it)',
    ),
});

export type ListenConfig = z.output<typeof ListenConfig>;

/** What a single client may take. */
export const LimitsConfig = z.strictObject({
  bodyMegabytes: z.number().positive().default(32).describe('Largest body of a request, in MB'),
  requestSeconds: z
    .number()
    .positive()
    .default(60)
    .describe('Seconds that a request may take to arrive, and its answer to be made'),
  connections: z.int().min(1).default(256).describe('Open connections at once'),
});

export type LimitsConfig = z.output<typeof LimitsConfig>;
