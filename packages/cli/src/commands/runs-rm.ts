/** `anodec runs rm`. */
import { ConfigError, countOf } from '@anodec/core';
import { PathsConfig } from '@anodec/pipeline/basics';
import { isGroupName, openGroup, openRun, removeRuns } from '@anodec/runs';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { formatBytes } from '../view/format-bytes.js';

export const runsRm = defineCommand({
  details:
    'A run stays while it is being written, while a group compares its seed with others, and while another ' +
    'run was resumed from it, unless that one is removed as well. All runs are checked before the first is ' +
    'removed, and each is removed whole. On a terminal the command asks first.',
  sections: {
    removal: z.strictObject({
      runs: z
        .array(z.string())
        .default([])
        .describe(
          'Runs to remove: numbers, last, or paths of run directories; group_N: all its runs',
        ),
      yes: z.boolean().default(false).describe('Remove without asking, as a script must'),
    }),
    paths: z.strictObject({ logs: PathsConfig.shape.logs }),
  },
  examples: [
    ['anodec runs rm 3 4', 'two runs, after a question'],
    ['anodec runs rm group_0 --yes', 'a group with all its runs, without asking'],
  ],
  async run({ removal: { runs: names, yes }, paths: { logs } }, { print, confirm }) {
    if (names.length === 0) {
      throw new ConfigError(
        'There must be runs to remove, got none. Name them; anodec runs list shows all.',
      );
    }
    const groups = await Promise.all(
      names.filter(isGroupName).map((name) => openGroup(logs, name)),
    );
    const alone = names.filter((name) => !isGroupName(name));
    const runs = await Promise.all(alone.map((name) => openRun(logs, name)));
    if (!yes && !(await ask(names, confirm))) return print('Nothing was removed.');
    const { paths, files, bytes } = await removeRuns({ runs, groups });
    for (const path of paths) print(`Removed ${path}`);
    print(`${countOf(files, 'file')}, ${formatBytes(bytes)} freed`);
  },
});

async function ask(
  names: readonly string[],
  confirm: ((question: string) => Promise<boolean>) | undefined,
): Promise<boolean> {
  if (confirm) return confirm(`Remove ${names.join(', ')} for good?`);
  throw new ConfigError(
    'Removal must be confirmed, but there is no terminal to ask on. Set `yes` to remove without asking.',
  );
}
