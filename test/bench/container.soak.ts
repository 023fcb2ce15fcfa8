/**
 * Runs what the container file of the service runs, in an empty folder with nothing but what it copies: set-up, which installs
 * packages and builds, and then the command for its help. It takes minutes and the registry of packages.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { container, copyContext } from '../container-context.js';

/** @throws Error when a command does not end well */
export function soak(print: (line: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-container-'));
  try {
    copyContext(folder);
    for (const command of commands()) {
      const start = performance.now();
      const [program, ...words] = command;
      const { status, stdout, stderr } = spawnSync(program, words, {
        cwd: folder,
        encoding: 'utf8',
      });
      if (status !== 0)
        throw new Error(`${command.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
      print(`${command.join(' ')}: ${Math.round((performance.now() - start) / 1000)} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first command of RUN, whose others clean up in the image, and the entry point asked for its help. */
function commands(): string[][] {
  const run = container.getInstructions().find((one) => one.getKeyword() === 'RUN');
  const [setup] = (run?.getArgumentsContent() ?? '').split(' && ');
  const entry = container
    .getENTRYPOINTs()[0]
    .getJSONStrings()
    .map((word) => JSON.parse(word.getValue()) as string);
  return [setup.split(' '), [...entry, '--help']];
}
