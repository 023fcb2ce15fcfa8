/** Flags that a suggested command needs to find what the given command worked on. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { quoted } from './quoted.js';

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
