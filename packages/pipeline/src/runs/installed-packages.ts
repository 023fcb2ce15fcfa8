/** Versions of the packages that this program computes with, as they are installed. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Manifest = z.looseObject({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** Packages of this project share one version, which is recorded by itself. */
const OWN = /^(@anodec\/|tensorboard-logger$)/;

let found: Readonly<Record<string, string>> | undefined;

/** Name and version of every package of others that this package and its own ones depend on, sorted. */
export function installedPackages(): Readonly<Record<string, string>> {
  found ??= collect(fileURLToPath(new URL('../../package.json', import.meta.url)));
  return found;
}

function collect(root: string): Readonly<Record<string, string>> {
  const versions = new Map<string, string>();
  const read = new Set<string>();
  const visit = (path: string): void => {
    if (read.has(path)) return;
    read.add(path);
    const { dependencies } = Manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
    for (const name of Object.keys(dependencies)) {
      const manifest = manifestOf(name, dirname(path));
      if (manifest === undefined) continue; // bundled, or not installed on this platform
      if (OWN.test(name)) visit(manifest);
      else versions.set(name, Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))).version);
    }
  };
  visit(root);
  return Object.fromEntries([...versions].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where Node would find the package; its own resolution refuses manifests that are not exported. */
function manifestOf(name: string, from: string): string | undefined {
  const folders = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name, 'package.json')).find(existsSync);
}
