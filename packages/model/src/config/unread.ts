/** Refusal of settings that the chosen variant does not read. */
import type { z } from 'zod';

/** The variants that read a setting, for settings that not all read. */
export type Readers<Config> = Partial<Record<keyof Config & string, readonly string[]>>;

/** Reports a fault of one setting. */
export type Refuse<Config> = (name: keyof Config & string, message: string) => void;

/**
 * Reports the settings that differ from their default although the chosen variant does not read them.
 *
 * @param choice the setting that names the variant
 * @param shape of the schema, for the defaults
 */
export function refuseUnread<Config extends object>(
  value: Config,
  choice: keyof Config & string,
  readers: Readers<Config>,
  shape: Readonly<Record<keyof Config & string, z.ZodType>>,
  refuse: Refuse<Config>,
): void {
  for (const name of Object.keys(readers) as (keyof Config & string)[]) {
    const names = readers[name] ?? [];
    const isDefault = value[name] === shape[name].parse(undefined);
    if (isDefault || names.includes(String(value[choice]))) continue;
    const [chosen, belongs] = [String(value[choice]), names.join(' and ')];
    refuse(name, `${name} must be left out with ${choice} ${chosen}: it belongs to ${belongs}`);
  }
}

/** The function that adds a fault to those of a schema's check. */
export function refuseIn<Config extends object>({
  value,
  issues,
}: z.core.ParsePayload<Config>): Refuse<Config> {
  return (name, message) =>
    issues.push({ code: 'custom', path: [name], message, input: value[name] });
}
