/** Flags that a suggested command needs to find what the given command worked on. */
import { DevicesConfig } from '@anodec/devices';
import { PathsConfig } from '@anodec/pipeline';
import { TablesConfig } from '@anodec/plausibility';

/** ` --logs FOLDER` and the like, each after a blank; none for defaults. */
export function hintFlags(paths: Partial<PathsConfig>): string {
  const defaults: Readonly<Record<string, string>> = PathsConfig.parse({});
  const flags: Readonly<Record<keyof PathsConfig, string>> = {
    dataRoot: 'data-root',
    dataset: 'dataset',
    logs: 'logs',
  };
  return (Object.keys(flags) as (keyof PathsConfig)[])
    .filter((name) => paths[name] !== undefined && paths[name] !== defaults[name])
    .map((name) => ` --${flags[name]} ${quoted(paths[name] ?? '')}`)
    .join('');
}

/** ` --folder FOLDER` of the commands about messages; nothing for the usual one. */
export function folderFlag(folder: string): string {
  return folder === TablesConfig.parse({}).folder ? '' : ` --folder ${quoted(folder)}`;
}

/** ` --folder FOLDER` of the commands about devices; nothing for the usual one. */
export function devicesFolderFlag(folder: string): string {
  return folder === DevicesConfig.parse({}).folder ? '' : ` --folder ${quoted(folder)}`;
}

/** A value as a POSIX shell takes it. */
export function quoted(value: string): string {
  return /^[\w./:=@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
