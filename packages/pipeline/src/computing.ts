/**
 * What computes a run: chosen before the first step, said and kept in config.json, and held to when
 * the training goes on, because the other arithmetic would lead to other weights.
 */
import { ConfigError } from '@anodec/core';
import { asComputed, type ChosenBackend, ComputeConfig, startCompute } from '@anodec/model';
import type { Run } from '@anodec/runs';
import { z } from 'zod';

const { backend, threads, strict } = ComputeConfig.shape;

/** What commands on a trained run may be told; what is left out is as in training. */
export const ComputeChoice = z.strictObject({
  backend: z
    .enum(backend.unwrap().options)
    .optional()
    .describe('What computes; left out: the backend that the run was trained on'),
  threads,
  strict: z.boolean().optional().describe(`${strict.description}; left out: as in training`),
});

export type ComputeChoice = z.output<typeof ComputeChoice>;

/** The group of config.json that says what computed. */
const Computed = z.object({
  computed: z.object({
    name: z.string(),
    threads: z.number(),
    arithmetic: z.enum(['relaxed', 'strict', 'device']),
    reason: z.string(),
    imitated: z.boolean().default(false),
  }),
});

/**
 * Makes the backend of the settings compute.
 *
 * @param earlier the run that goes on
 * @returns what computes, and the settings that name it
 * @throws ConfigError when it cannot, or when the earlier run computed with another arithmetic
 */
export async function startComputing<Config extends ComputeConfig>(
  config: Config,
  earlier?: Run,
): Promise<{ computed: ChosenBackend; config: Config }> {
  const computed = await startCompute(config);
  if (earlier) await checkArithmetic(earlier, computed);
  return { computed, config: asComputed(config, computed) };
}

/** The line that a run begins with. */
export function describeComputing({ name, reason }: ChosenBackend): string {
  return `Computes on ${name} (${reason})`;
}

/** What computed a run; nothing where it is not known, as in runs of earlier versions. */
export async function readComputed(run: Run): Promise<ChosenBackend | undefined> {
  return Computed.safeParse(await run.readConfig()).data?.computed;
}

async function checkArithmetic(earlier: Run, now: ChosenBackend): Promise<void> {
  const before = await readComputed(earlier);
  if (before === undefined || before.arithmetic === now.arithmetic) return;
  throw new ConfigError(
    `A training must go on with the arithmetic it began with: ${earlier.path} has ` +
      `${before.arithmetic} on ${before.name}, got ${now.arithmetic} on ${now.name}. ` +
      `${remedyFor(before)}, or train anew.`,
  );
}

function remedyFor({ name, arithmetic }: ChosenBackend): string {
  if (arithmetic === 'strict') return 'Add --strict';
  if (arithmetic === 'device') return `Choose --backend ${name}`;
  return 'Leave out --strict and --backend, on a machine that has relaxed arithmetic';
}
