/**
 * The command line, with yargs: the tree of commands becomes parsers and help; what was typed
 * becomes settings. The only file that knows yargs.
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from '@anodec/core';
import yargs, { type Argv } from 'yargs';
import type { Command } from './command.js';
import type { GivenSettings } from '@anodec/pipeline';
import { presets } from '@anodec/model';
import { readConfigFile } from './config-file.js';
import type { Context } from './context.js';
import { collectSettings, type Flag, flagsOf } from './flags.js';
import { mergeSettings } from './merge-settings.js';
import { nearest } from './nearest.js';
import { type CommandTree, commands, isGroup } from './commands/registry.js';

/**
 * Runs what was typed.
 *
 * @param argv without node and script
 * @throws ConfigError, DataError, ShapeError for what the user can put right
 */
export async function runApp(argv: readonly string[], context: Context): Promise<void> {
  let chosen: (() => Promise<void>) | undefined;
  const parser = addCommands(yargs().scriptName('anodec'), commands, [], (command, given) => {
    chosen = () => command.execute(given, context);
  })
    .usage('$0 <command>\n\nFinds attacks in recordings of many sensors by reconstruction error.')
    .example('$0 run --simulate', 'the whole job on the built-in plant')
    .example('$0 run --normal train.csv --attack test.csv', 'the whole job on your own tables')
    .demandCommand(1, 'Which command?')
    .strict()
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false })
    .version(packageVersion())
    .help()
    .alias('h', 'help')
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      // what yargs finds wrong with the command line comes with an error of its own or with none
      if (error && error.name !== 'YError') throw error;
      throw new ConfigError(explain(message));
    });
  if (argv.length === 0) {
    context.print(await parser.getHelp());
    return;
  }
  await parser.parseAsync([...argv], {}, (_error: unknown, _parsed: unknown, output: string) => {
    if (output) context.print(output);
  });
  await chosen?.();
}

type OnChosen = (command: Command, given: ReturnType<typeof collectSettings>) => void;

function addCommands(
  parser: Argv,
  tree: CommandTree,
  path: readonly string[],
  onChosen: OnChosen,
): Argv {
  for (const [name, entry] of Object.entries(tree)) {
    const here = [...path, name];
    if (isGroup(entry)) {
      parser.command(name, entry.summary, (group) =>
        addCommands(group, entry.commands, here, onChosen)
          .demandCommand(1, `Which of: ${Object.keys(entry.commands).join(', ')}?`)
          .strict(),
      );
    } else addCommand(parser, entry, here, onChosen);
  }
  return parser;
}

function addCommand(
  parser: Argv,
  command: Command,
  path: readonly string[],
  onChosen: OnChosen,
): void {
  const flags = flagsOf(command.sections);
  const positionals = command.positionals ?? [];
  const several = (name: string) => flags.find((flag) => flag.name === name)?.type === 'array';
  const places = positionals.map((name) => `[${name}${several(name) ? '..' : ''}]`);
  const usage = [path[path.length - 1], ...places].join(' ');
  parser.command(
    [usage, ...(command.aliases ?? [])],
    command.summary,
    (builder) => {
      const usageText = [`$0 ${[...path.slice(0, -1), usage].join(' ')}`, command.summary];
      builder.usage([...usageText, command.details].filter(Boolean).join('\n\n'));
      for (const flag of flags) addFlag(builder, flag, positionals.includes(flag.name));
      for (const [line, does] of command.examples) builder.example(line, does);
      if (command.sections.model) {
        builder.option('preset', {
          choices: Object.keys(presets),
          describe: 'Settings of the model under one name; flags go before it',
        });
      }
      return builder.option('config', {
        type: 'string',
        describe: 'JSON or YAML file with settings; flags go before it',
      });
    },
    (typed) => {
      const fromFlags = collectSettings(flags, typed);
      const fromFile = typed.config === undefined ? {} : readConfigFile(typed.config);
      const given = [fromFile, fromPreset(typed.preset), fromFlags];
      onChosen(command, given.reduce(mergeSettings));
    },
  );
}

function fromPreset(name: unknown): GivenSettings {
  return name === undefined ? {} : { model: { preset: name } };
}

/** How yargs reads a flag. */
const SHAPES = {
  array: { type: 'string', array: true },
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  number: {},
} as const satisfies Record<Flag['type'], object>;

function addFlag(builder: Argv, flag: Flag, positional: boolean): void {
  const initial = flag.default === undefined ? '' : ` [${show(flag.default)}]`;
  // numbers are read when they are collected, where a message can still quote what was typed
  const type = flag.type === 'number' ? ' [number]' : '';
  const describe = `${flag.help}${initial}${type}`;
  const common = { describe, choices: flag.choices, requiresArg: flag.type !== 'boolean' };
  if (positional) {
    builder.positional(flag.name, { type: 'string', array: flag.type === 'array', describe });
  } else {
    const shape = SHAPES[flag.type];
    // the original's spelling works but is left out of the help, which would be twice as long
    builder.option(flag.name, { ...common, ...shape, group: `${flag.section}:` });
    for (const alias of flag.aliases) {
      builder.option(alias, { ...shape, hidden: true, requiresArg: common.requiresArg });
    }
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Turns what yargs says of a wrong command line into a sentence with a remedy. */
function explain(message: string): string {
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1];
  if (unknown === undefined) return explainValue(message);
  const [first] = unknown.split(', ');
  const known = knownWords();
  if (known.includes(first)) {
    return `This command knows no ${unknown}; other commands do. --help lists what it knows.`;
  }
  const near = nearest(first, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  return `There is no flag or command ${unknown}.${hint} --help lists what is known.`;
}

function explainValue(message: string): string {
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)/.exec(message);
  if (choice) return `--${choice[1]} must be one of ${choice[3]}, got ${choice[2]}.`;
  const bare = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (bare !== undefined) return `--${bare} must be followed by a value, got none.`;
  return `${message.replace(/\n+/g, ' ')} See --help.`;
}

function knownWords(): string[] {
  const words = (tree: CommandTree): string[] =>
    Object.entries(tree).flatMap(([name, entry]) =>
      isGroup(entry)
        ? [name, ...words(entry.commands)]
        : [name, ...flagsOf(entry.sections).map((flag) => flag.name)],
    );
  return [...new Set(words(commands))];
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
