/**
 * The backend that computes a run: chosen before the first step, kept in config.json, and the same
 * arithmetic when a training resumes, because another would lead to other weights.
 */
import { ConfigError } from '@anodec/core';
import {
  asComputed,
  asPortable,
  type ChosenBackend,
  ComputeConfig,
  startCompute,
} from '@anodec/model';
import type { Run } from '@anodec/runs';
import { z } from 'zod';

const { backend, threads } = ComputeConfig.shape;

/** Backend settings of commands on a trained run; what is absent is as in training. */
export const ComputeChoice = z.strictObject({
  backend: z
    .enum(backend.unwrap().options)
    .optional()
    .describe('Compute backend (default: the one the run was trained on)'),
  threads,
  strict: z
    .boolean()
    .optional()
    .describe('Bit-identical results on every machine (default: as in training)'),
});

export type ComputeChoice = z.output<typeof ComputeChoice>;

/** The group of config.json that records what computed. */
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
 * Starts the backend that the settings of a detector name.
 *
 * @param earlier the run whose training is resumed
 * @returns what computes, absent for detectors that need no backend, and the settings that name it
 * @throws ConfigError when it cannot be used, or the earlier run computed with another arithmetic
 */
export async function startComputing<Config extends object>(
  config: Config,
  earlier?: Run,
): Promise<{ computed?: ChosenBackend; config: Config }> {
  const compute = ComputeConfig.loose().safeParse(config).data;
  if (!('backend' in config) || compute === undefined) return { config };
  const computed = await startCompute(earlier ? asPortable(compute) : compute);
  if (earlier) await checkArithmetic(earlier, computed);
  const { backend: name, strict: isStrict } = asComputed(compute, computed);
  return { computed, config: { ...config, backend: name, strict: isStrict } };
}

/**
 * Checks that the backend of a detector's settings computes on a GPU.
 *
 * @throws ConfigError where there is none: a training that was meant for a GPU does not go on without one
 */
export async function requireGpu(config: object): Promise<void> {
  const compute = ComputeConfig.loose().parse(config);
  const { usesGpu, reason } = await startCompute(compute).catch((error: unknown) => {
    throw error instanceof ConfigError ? withoutGpu(error.message) : error;
  });
  if (usesGpu === true) return;
  throw withoutGpu(`There is ${reason.split(';')[0]}. Install the driver of the GPU.`);
}

function withoutGpu(got: string): ConfigError {
  return new ConfigError(
    `A training on a GPU must find one, got none. ${got} To train on the processor, do not ask for a GPU.`,
  );
}

/** What computed a run; undefined where it is not known, as in runs of early versions. */
export async function readComputed(run: Run): Promise<ChosenBackend | undefined> {
  return Computed.safeParse(await run.readConfig()).data?.computed;
}

async function checkArithmetic(earlier: Run, now: ChosenBackend): Promise<void> {
  const before = await readComputed(earlier);
  if (before === undefined || before.arithmetic === now.arithmetic) return;
  throw new ConfigError(
    `A training must resume with the arithmetic it began with: ${earlier.path} has ` +
      `${before.arithmetic} on ${before.name}, got ${now.arithmetic} on ${now.name}. ` +
      `${remedyFor(before)}, or train anew.`,
  );
}

function remedyFor({ name, arithmetic }: ChosenBackend): string {
  if (arithmetic === 'strict') return 'Set `strict`';
  if (arithmetic === 'device') return `Choose \`backend ${name}\``;
  return 'Leave out `strict` and `backend`, on a machine that has relaxed arithmetic';
}
