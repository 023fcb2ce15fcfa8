/** What the container file of the service copies from a checkout, for checks where no container engine runs. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The container file as it is written. */
export const CONTAINERFILE = readFileSync(join(ROOT, 'packages/serve/Containerfile'), 'utf8');

/** The same, instruction by instruction. */
export const container = DockerfileParser.parse(CONTAINERFILE);

/** Paths that are copied, relative to the checkout; every copy keeps the place. @throws Error where one does not */
export function copiedPaths(): string[] {
  return container.getCOPYs().flatMap((copy) => {
    const words = copy.getArguments().map((word) => word.getValue());
    const [target, ...sources] = words.toReversed();
    if (target === './' || (sources.length === 1 && sources[0] === target)) return sources;
    throw new Error(`COPY must keep the place of what it copies, got ${words.join(' ')}.`);
  });
}

/** Copies to an empty folder what a build from a clean checkout copies: the files that git knows. */
export function copyContext(folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--', ...copiedPaths()], { cwd: ROOT });
  for (const path of String(listed).split('\0').filter(Boolean)) {
    cpSync(join(ROOT, path), join(folder, path));
  }
}
