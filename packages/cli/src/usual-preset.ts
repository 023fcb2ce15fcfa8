/** The preset of a command that is given no settings of another run, and what it does to the defaults. */
import { isRecord } from '@anodec/core';
import type { Command } from './command.js';
import type { Flag } from './flags.js';

/** The preset that was typed, or that of a command without settings of another run. */
export function presetOf(
  { usualPreset }: Command,
  typed: Readonly<Record<string, unknown>>,
): unknown {
  const others = typed.config !== undefined || typed.resume !== undefined;
  return typed.preset ?? (others ? undefined : usualPreset);
}

/** What the help of `--preset` says about its default. */
export function presetHelp({ usualPreset }: Command): string {
  return usualPreset === undefined ? '' : ` [${usualPreset}, without settings of another run]`;
}

/** Flags with the defaults that they have under the usual preset, for the help. */
export async function withPresetDefaults(
  flags: readonly Flag[],
  { usualPreset }: Command,
): Promise<Flag[]> {
  if (usualPreset === undefined) return [...flags];
  const { withPreset } = await import('@anodec/pipeline');
  const settings = withPreset({ preset: { name: usualPreset } });
  return flags.map((flag) => {
    const value = [flag.section, ...flag.path].reduce<unknown>(
      (level, key) => (isRecord(level) ? level[key] : undefined),
      settings,
    );
    if (value === undefined || value === flag.default) return flag;
    const known = flag.default !== undefined;
    return known
      ? { ...flag, default: value }
      : { ...flag, default: `${JSON.stringify(value)} in preset ${usualPreset}` };
  });
}
