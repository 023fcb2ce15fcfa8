/** Flags that a suggested command needs to find what the user's own command worked on. */
import { PathsConfig } from '@anodec/pipeline';

/** ` --logs FOLDER` and the like, with a blank before each; nothing for what is the default anyway. */
export function hintFlags(paths: Partial<PathsConfig>): string {
  const defaults: Readonly<Record<string, string>> = PathsConfig.parse({});
  const flags: Readonly<Record<keyof PathsConfig, string>> = {
    dataRoot: 'data-root',
    dataset: 'dataset',
    logs: 'logs',
  };
  return (Object.keys(flags) as (keyof PathsConfig)[])
    .filter((name) => paths[name] !== undefined && paths[name] !== defaults[name])
    .map((name) => ` --${flags[name]} ${paths[name]}`)
    .join('');
}
