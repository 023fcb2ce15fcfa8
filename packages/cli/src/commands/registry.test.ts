/** The table of commands says of each what its file says, too. */
import { expect, test } from 'vitest';
import { flagsOf } from '../flags.js';
import { allCommands } from './all-commands.js';
import { type CommandTree, commands, isGroup } from './registry.js';

function positionalsIn(tree: CommandTree): (readonly string[])[] {
  return Object.values(tree).flatMap((entry) =>
    isGroup(entry) ? positionalsIn(entry.commands) : [entry.positionals],
  );
}

test('a word without a flag is a setting of its command, and has dots where it is a list', async () => {
  const settings = (await allCommands()).map(({ command }) => {
    const flags = flagsOf(command.sections);
    return command.positionals.map((name) => {
      const flag = flags.find((one) => one.name === name);
      return flag && (flag.type === 'array' ? `${name}..` : name);
    });
  });
  expect(positionalsIn(commands)).toEqual(settings);
  expect(settings.flat()).toContain('runs..');
});
