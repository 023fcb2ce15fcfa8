/** How a run was made: command, version of the code and its packages, settings, machine, time and memory; provenance.json of a run. */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '@anodec/core';
import type { Run } from '@anodec/runs';
import { z } from 'zod';
import { installedPackages } from './installed-packages.js';

const Machine = z.strictObject({
  cpu: z.string(),
  cores: z.int(),
  /** In bytes. */
  memory: z.number(),
  platform: z.string(),
});
export type Machine = z.output<typeof Machine>;

const Provenance = z.strictObject({
  formatVersion: z.literal(1),
  /** As it was typed, paths as given; absent where a program trained. */
  command: z.string().optional(),
  /** Working folder, which relative paths of the settings are below; absent in earlier runs. */
  folder: z.string().optional(),
  /** Version of the package, and the commit where it runs from a working copy. */
  version: z.string(),
  commit: z.string().optional(),
  node: z.string(),
  /** Versions of the packages of others, by name; absent in earlier runs. */
  packages: z.record(z.string(), z.string()).optional(),
  /** Hash of the settings that decide the result; absent in earlier runs. */
  settingsId: z.string().optional(),
  machine: Machine,
  /** From the first row read to the last threshold set; absent while a training goes on. */
  seconds: z.number().optional(),
  /** Largest memory of the process, in bytes. */
  peakMemory: z.number().optional(),
});
export type Provenance = z.output<typeof Provenance>;

/** Begins the record of a run; the returned function completes it when the training is over. */
export async function recordProvenance(
  run: Run,
  command: string | undefined,
  settingsId?: string,
): Promise<() => Promise<void>> {
  const start = performance.now();
  const commit = codeCommit();
  const begun: Provenance = {
    formatVersion: 1,
    ...(command !== undefined && { command }),
    folder: process.cwd(),
    version: codeVersion(),
    ...(commit !== undefined && { commit }),
    node: process.version,
    packages: installedPackages(),
    ...(settingsId !== undefined && { settingsId }),
    machine: thisMachine(),
  };
  await run.writeProvenance(begun);
  return async () => {
    await run.writeProvenance({
      ...begun,
      seconds: (performance.now() - start) / 1000,
      peakMemory: process.resourceUsage().maxRSS * 1024,
    });
  };
}

/** How a run was made; undefined where it was not recorded. @throws ConfigError when the file is damaged */
export async function readProvenance(run: Run): Promise<Provenance | undefined> {
  const stored = await run.readProvenance();
  if (stored === undefined) return undefined;
  return parseConfig(Provenance, stored, `provenance.json of ${run.path}`);
}

/** A machine in words. */
export function describeMachine({ cpu, cores, memory, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GiB memory, ${platform}`;
}

function thisMachine(): Machine {
  const all = cpus();
  return {
    cpu: all.at(0)?.model.trim() ?? 'unknown processor',
    cores: all.length,
    memory: totalmem(),
    platform: `${process.platform} ${process.arch}`,
  };
}

/** Version of this package, which all packages share. */
export function codeVersion(): string {
  const path = new URL('../../package.json', import.meta.url);
  const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(text(path)));
  return version;
}

/** The commit of the working copy that this code runs from; undefined where it is installed. */
export function codeCommit(): string | undefined {
  const folder = gitFolder(dirname(fileURLToPath(import.meta.url)));
  if (folder === undefined) return undefined;
  const head = text(join(folder, 'HEAD')).trim();
  if (!head.startsWith('ref: ')) return head;
  const name = head.slice('ref: '.length);
  const loose = join(folder, name);
  if (existsSync(loose)) return text(loose).trim();
  const packed = join(folder, 'packed-refs');
  if (!existsSync(packed)) return undefined;
  return text(packed)
    .split('\n')
    .find((line) => line.endsWith(` ${name}`))
    ?.split(' ')[0];
}

/** The repository that holds this package; one further up, of a project that uses it, does not count. */
function gitFolder(from: string): string | undefined {
  if (from.includes('node_modules')) return undefined;
  const folder = join(from, '..', '..', '..', '..', '.git');
  return existsSync(join(folder, 'HEAD')) ? folder : undefined;
}

function text(path: string | URL): string {
  return readFileSync(path, 'utf8');
}
