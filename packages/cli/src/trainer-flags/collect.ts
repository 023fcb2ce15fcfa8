/** The settings that flags of other programs stand for. */
import { ConfigError } from '@anodec/core';
import type { GivenSettings } from '@anodec/pipeline/basics';
import { collectSettings, type Flag } from '../flags.js';
import { trainerFlags } from './registry.js';
import type { TrainerFlag } from './trainer-flag.js';

/** What such flags come to. */
export interface TrainerSettings {
  readonly settings: GivenSettings;
  /** A line for each flag that has no effect. */
  readonly notes: readonly string[];
  /** Whether a flag asked for a GPU. */
  readonly needsGpu: boolean;
}

/** What no such flag comes to. */
export const NO_TRAINER_FLAGS: TrainerSettings = { settings: {}, notes: [], needsGpu: false };

/** Those that mean something else than a flag of the command with the same name. */
export function foreignFlags(flags: readonly Flag[]): TrainerFlag[] {
  const own = new Set(flags.flatMap(({ name, aliases }) => [name, ...aliases]));
  return trainerFlags.filter(({ name, isSame }) => !(isSame && own.has(name)));
}

/**
 * Reads what was typed of such flags.
 *
 * @param flags those of the command
 * @param typed values by the name of the flag
 * @throws ConfigError when a flag is refused, contradicts another, or stands for a setting that does not exist
 */
export function collectTrainerSettings(
  flags: readonly Flag[],
  typed: Readonly<Record<string, unknown>>,
): TrainerSettings {
  const values: Record<string, unknown> = {};
  const notes: string[] = [];
  let asksForGpu = false;
  for (const { name, outcome } of foreignFlags(flags)) {
    if (typed[name] === undefined) continue;
    const { set = {}, note, needsGpu, refusal } = outcome(valueOf(name, typed[name]));
    if (refusal !== undefined) throw new ConfigError(refusal);
    if (note !== undefined) notes.push(note);
    asksForGpu ||= needsGpu === true;
    const settings = needsGpu === true ? { backend: gpuBackend(name, typed) } : set;
    for (const [setting, value] of Object.entries(settings)) {
      const flag = flagOf(flags, name, setting);
      values[flag.name] = takeOnce(name, flag, value, { ...typed, ...values });
    }
  }
  return { settings: collectSettings(flags, values), notes, needsGpu: asksForGpu };
}

function valueOf(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    throw new ConfigError(`--${name} must be given once, got it ${value.length} times.`);
  }
  if (value === '') return 'true';
  return String(value);
}

/** A GPU is not something to do without silently: the backend must be one that needs it. */
function gpuBackend(name: string, { backend }: Readonly<Record<string, unknown>>): unknown {
  if (backend === undefined || backend === 'webgpu' || backend === 'tensorflow')
    return backend ?? 'webgpu';
  throw new ConfigError(
    `--${name} must come with --backend webgpu, or with --backend tensorflow and ` +
      `@tensorflow/tfjs-node-gpu installed, got --backend ${JSON.stringify(backend)}. Leave out --${name} to train on ` +
      'the processor.',
  );
}

function flagOf(flags: readonly Flag[], name: string, setting: string): Flag {
  const flag = flags.find(({ path }) => path.at(-1) === setting && path.length === 1);
  if (flag) return flag;
  throw new ConfigError(
    `--${name} must be left out: this command has no such setting. --help-all lists those it has.`,
  );
}

function takeOnce(
  name: string,
  flag: Flag,
  value: unknown,
  given: Readonly<Record<string, unknown>>,
): unknown {
  const before = [flag.name, ...flag.aliases].find(
    (spelling) => spelling !== name && given[spelling] !== undefined,
  );
  if (before === undefined || given[before] === value) return value;
  throw new ConfigError(
    `--${name} stands for --${flag.name}, which must be given once, got both. Leave one of them out.`,
  );
}
