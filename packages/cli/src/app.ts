/**
 * The command line, with yargs: the table of commands becomes parsers and help, and the file of a command is
 * loaded when it is called.
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@anodec/core';
import yargs, { type Argv } from 'yargs';
import type { CalledCommand, TypedFlags } from './called-command.js';
import type { CommandEntry } from './command.js';
import { type CommandTree, commands, isGroup } from './commands/registry.js';
import type { Context } from './context.js';
import { HELP_ALL } from './help-all.js';
import { quoted } from './view/quoted.js';

/**
 * Runs what was typed.
 *
 * @param argv without node and script
 * @throws ConfigError, DataError, ShapeError for what the user can put right
 */
export async function runApp(argv: readonly string[], context: Context): Promise<void> {
  let chosen: (() => Promise<void>) | undefined;
  const showAll = argv.includes(HELP_ALL);
  const written = argv.map((argument) => (argument === HELP_ALL ? '--help' : argument));
  const typed = await withoutAbbreviations(written);
  const own = { ...context, command: typedCommand(argv) };
  const parser = addCommands(
    yargs().scriptName('anodec'),
    commands,
    [],
    showAll,
    (called, flags) => {
      chosen = () => called.run(flags, own);
    },
  )
    .usage('$0 <command>\n\nDetect attacks in multivariate time series by reconstruction error.')
    .example('$0 run --simulate', 'all steps on the simulated plant')
    .example('$0 run --normal train.csv --attack test.csv', 'all steps on your own tables')
    .example('$0 train --help-all', 'every option of a command')
    .demandCommand(1, 'Which command?')
    .strict()
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      // yargs would add a 1 to the number that the same flag had before; flags read numbers themselves
      'parse-numbers': false,
    })
    .version(packageVersion())
    .help()
    .alias('h', 'help')
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new WrongWords(message);
    });
  if (argv.length === 0) {
    context.print(await parser.getHelp());
    return;
  }
  try {
    await parser.parseAsync(typed, {}, (_error: unknown, _parsed: unknown, output: string) => {
      // yargs gives a list of positionals an empty default
      if (output) context.print(output.replaceAll(/ *\[default: \[\]\]/g, ''));
    });
  } catch (error) {
    throw await explained(error);
  }
  await chosen?.();
}

/** What yargs finds wrong with a command line, where it makes no error of its own. */
class WrongWords extends Error {
  override readonly name = 'YError';
}

/** What yargs finds wrong as an error of the user; other errors stay as they are. */
async function explained(error: unknown): Promise<unknown> {
  if (!(error instanceof Error && error.name === 'YError')) return error;
  const { explain } = await import('./unknown-words.js');
  return new ConfigError(await explain(error.message));
}

/** The arguments with the flags of the command that they begin with written out. */
async function withoutAbbreviations(argv: readonly string[]): Promise<readonly string[]> {
  const entry = entryIn(commands, argv);
  if (!entry) return argv;
  const { plainFor } = await import('./command-arguments.js');
  return plainFor(entry, argv);
}

function entryIn(tree: CommandTree, [word, ...rest]: readonly string[]): CommandEntry | undefined {
  for (const [name, entry] of Object.entries(tree)) {
    if (isGroup(entry)) {
      if (name === word) return entryIn(entry.commands, rest);
    } else if (name === word || entry.aliases.includes(word)) return entry;
  }
  return undefined;
}

/** The command line as a shell would take it. */
function typedCommand(argv: readonly string[]): string {
  return ['anodec', ...argv.map(quoted)].join(' ');
}

/** Told which command was called, and with which flags. */
type OnCalled = (command: CalledCommand, flags: TypedFlags) => void;

function addCommands(
  parser: Argv,
  tree: CommandTree,
  path: readonly string[],
  showAll: boolean,
  onCalled: OnCalled,
): Argv {
  for (const [name, entry] of Object.entries(tree)) {
    const here = [...path, name];
    if (isGroup(entry)) {
      parser.command(name, entry.summary, (group) =>
        addCommands(group, entry.commands, here, showAll, onCalled)
          .demandCommand(1, `Which of: ${Object.keys(entry.commands).join(', ')}?`)
          .strict(),
      );
    } else addCommand(parser, entry, here, showAll, onCalled);
  }
  return parser;
}

function addCommand(
  parser: Argv,
  entry: CommandEntry,
  path: readonly string[],
  showAll: boolean,
  onCalled: OnCalled,
): void {
  let called: CalledCommand;
  const places = entry.positionals.map((name) => `[${name}]`);
  parser.command(
    [[path[path.length - 1], ...places].join(' '), ...entry.aliases],
    entry.summary,
    async (builder) => {
      const { callCommand } = await import('./called-command.js');
      called = await callCommand(entry, path);
      return called.addOptions(builder, showAll);
    },
    (flags) => onCalled(called, flags),
  );
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
