/**
 * The command line, with yargs: the tree of commands becomes parsers and help; what was typed
 * becomes settings. The only file that knows yargs.
 */
import { readFileSync } from 'node:fs';
import { ConfigError, isUserError, nearest, StoppedError } from '@anodec/core';
import { type GivenSettings, mergeSettings } from '@anodec/pipeline';
import yargs, { type Argv } from 'yargs';
import type { Command } from './command.js';
import { plainFor } from './command-arguments.js';
import { readConfigFile } from './config-file.js';
import type { Context } from './context.js';
import { collectSettings, type Flag, flagsOf, formerNamesTyped } from './flags.js';
import { headingOf } from './headings.js';
import { missingPlaces, namesAsFlags } from './setting-names.js';
import { type CommandTree, commands, isGroup } from './commands/registry.js';
import { collectTrainerSettings, foreignFlags, NO_TRAINER_FLAGS } from './trainer-flags/collect.js';
import { presetHelp, presetOf, withPresetDefaults } from './usual-preset.js';
import { adviceFor } from './view/command-for.js';
import { quoted } from './view/hint-flags.js';

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
  const typed = plainFor(written);
  const shown = yargs().scriptName('anodec');
  const parser = addCommands(shown, commands, [], showAll, (command, given, remarks) => {
    chosen = async () => {
      for (const note of remarks.notes) context.note?.(note);
      const flags = flagsOf(command.sections);
      const asFlags = (text: string): string => namesAsFlags(text, flags);
      await inFlags(flags, command, given, () =>
        command.execute(given, {
          ...context,
          command: typedCommand(argv),
          needsGpu: remarks.needsGpu,
          remarks: remarks.notes,
          asFlags,
        }),
      );
    };
  })
    .usage('$0 <command>\n\nDetect attacks in multivariate time series by reconstruction error.')
    .example('$0 run --simulate', 'all steps on the simulated plant')
    .example('$0 run --normal train.csv --attack test.csv', 'all steps on your own tables')
    .example('$0 train --help-all', 'every option of a command')
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
  await parser.parseAsync(typed, {}, (_error: unknown, _parsed: unknown, output: string) => {
    // yargs gives a list of positionals an empty default
    if (output) context.print(output.replaceAll(/ *\[default: \[\]\]/g, ''));
  });
  await chosen?.();
}

/** The command line as a shell would take it. */
function typedCommand(argv: readonly string[]): string {
  return ['anodec', ...argv.map(quoted)].join(' ');
}

/** Shows every option of a command; `--help` shows those that most people use. */
const HELP_ALL = '--help-all';

/** Runs a command; errors that name settings come out naming flags, and the command to run next. */
async function inFlags(
  flags: readonly Flag[],
  command: Command,
  given: GivenSettings,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isUserError(error) || error instanceof StoppedError) {
      const named = missingPlaces(namesAsFlags(error.message, flags), command);
      error.message = named + adviceFor(error, given);
    }
    throw error;
  }
}

type OnChosen = (
  command: Command,
  given: ReturnType<typeof collectSettings>,
  remarks: Remarks,
) => void;

/** What was typed beside settings. */
interface Remarks {
  /** Lines for the user. */
  readonly notes: readonly string[];
  readonly needsGpu: boolean;
}

function addCommands(
  parser: Argv,
  tree: CommandTree,
  path: readonly string[],
  showAll: boolean,
  onChosen: OnChosen,
): Argv {
  for (const [name, entry] of Object.entries(tree)) {
    const here = [...path, name];
    if (isGroup(entry)) {
      parser.command(name, entry.summary, (group) =>
        addCommands(group, entry.commands, here, showAll, onChosen)
          .demandCommand(1, `Which of: ${Object.keys(entry.commands).join(', ')}?`)
          .strict(),
      );
    } else addCommand(parser, entry, here, showAll, onChosen);
  }
  return parser;
}

function addCommand(
  parser: Argv,
  command: Command,
  path: readonly string[],
  showAll: boolean,
  onChosen: OnChosen,
): void {
  const flags = withPresetDefaults(flagsOf(command.sections), command);
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
      const common = showAll ? undefined : command.common;
      for (const flag of flags) {
        const hidden = common !== undefined && !common.includes(flag.name);
        const help = namesAsFlags(flag.help, flags);
        addFlag(
          builder,
          { ...flag, help },
          { hidden, positional: positionals.includes(flag.name) },
        );
      }
      if (command.takesTrainerFlags) {
        for (const { name, isSwitch } of foreignFlags(flags)) {
          builder.option(name, { type: 'string', hidden: true, requiresArg: !isSwitch });
        }
      }
      if (common) builder.epilogue(`All options: anodec ${path.join(' ')} ${HELP_ALL}`);
      for (const [line, does] of command.examples) builder.example(line, does);
      if (command.presets) {
        builder.option('preset', {
          choices: [...command.presets],
          describe: `Named group of settings; flags and --config override it${presetHelp(command)}`,
        });
      }
      return builder.option('config', {
        type: 'string',
        describe:
          'JSON or YAML file of settings by group, such as config.json of a run; flags override it',
      });
    },
    (typed) => {
      checkGivenOnce(typed, ['config', 'preset']);
      const own = collectSettings(flags, withoutForeign(command, flags, typed));
      const trainer = command.takesTrainerFlags
        ? collectTrainerSettings(flags, typed)
        : NO_TRAINER_FLAGS;
      const fromFlags = mergeSettings(own, trainer.settings);
      const fromFile = typed.config === undefined ? {} : readConfigFile(typed.config);
      const given = [fromFile, fromPreset(presetOf(command, typed)), fromFlags];
      const notes = [...formerNamesTyped(flags, typed), ...trainer.notes];
      onChosen(command, given.reduce(mergeSettings), { notes, needsGpu: trainer.needsGpu });
    },
  );
}

/** The check that flags of settings have, for those that are none. @throws ConfigError when one was given twice */
function checkGivenOnce(typed: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  for (const name of names) {
    const value = typed[name];
    if (!Array.isArray(value)) continue;
    throw new ConfigError(`--${name} must be given once, got it ${value.length} times.`);
  }
}

/** Without the spellings that the table of trainer flags reads. */
function withoutForeign(
  command: Command,
  flags: readonly Flag[],
  typed: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!command.takesTrainerFlags) return typed;
  const foreign = new Set(foreignFlags(flags).map(({ name }) => name));
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !foreign.has(name)));
}

function fromPreset(name: unknown): GivenSettings {
  return name === undefined ? {} : { preset: { name } };
}

/** How yargs reads a flag. */
const SHAPES = {
  array: { type: 'string', array: true },
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  number: {},
} as const satisfies Record<Flag['type'], object>;

function addFlag(
  builder: Argv,
  flag: Flag,
  { hidden, positional }: { readonly hidden: boolean; readonly positional: boolean },
): void {
  const initial = flag.required ? ' [required]' : showDefault(flag);
  // numbers are read when they are collected, where a message can still quote what was typed
  const type = flag.type === 'number' ? ' [number]' : '';
  const describe = `${flag.help}${initial}${type}`;
  const isSwitch = flag.type === 'boolean';
  const common = { describe, choices: flag.choices, requiresArg: !isSwitch };
  if (positional) {
    builder.positional(flag.name, { type: 'string', array: flag.type === 'array', describe });
  } else {
    // yargs would take the number behind a switch for a word of its own
    const shape = SHAPES[isSwitch && flag.orNumber ? 'number' : flag.type];
    // other spellings work but would make the help twice as long
    builder.option(flag.name, { ...common, ...shape, hidden, group: headingOf(flag) });
    for (const alias of flag.aliases) {
      builder.option(alias, { ...shape, hidden: true, requiresArg: common.requiresArg });
    }
  }
}

/** The default as the help shows it; an empty list and a switch that is off need no mention. */
function showDefault({ default: value }: Flag): string {
  if (value === undefined || value === false) return '';
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.length === 0 ? '' : ` [${values.join(' ')}]`;
}

/** Turns what yargs says of a wrong command line into a sentence with a remedy. */
function explain(message: string): string {
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1];
  if (unknown === undefined) return explainValue(message);
  const [first] = unknown.split(', ');
  const known = knownNames();
  if (known.includes(first)) {
    return `This command has no flag ${unknown}${havingFlag(first)}. --help lists the flags of this one.`;
  }
  const near = nearest(first, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  return `There is no flag or command ${unknown}.${hint} --help lists all.`;
}

function explainValue(message: string): string {
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)/.exec(message);
  if (choice) return `--${choice[1]} must be one of ${choice[3]}, got ${choice[2]}.`;
  const bare = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (bare !== undefined) return `--${bare} must be followed by a value, got none.`;
  return `${message.replace(/\n+/g, ' ')} See --help.`;
}

/** Most commands that a message names. */
const MOST_COMMANDS = 4;

/** Which commands have a flag, as the end of a sentence. */
function havingFlag(name: string): string {
  const commandsWith = (tree: CommandTree, path: readonly string[]): string[] =>
    Object.entries(tree).flatMap(([step, entry]) => {
      const here = [...path, step];
      if (isGroup(entry)) return commandsWith(entry.commands, here);
      return flagsOf(entry.sections).some((flag) => flag.name === name) ? [here.join(' ')] : [];
    });
  const found = commandsWith(commands, []);
  if (found.length === 0) return '';
  const more = found.length > MOST_COMMANDS ? ' and others' : '';
  const named = found.slice(0, MOST_COMMANDS).map((command) => `anodec ${command}`);
  return `; ${named.join(', ')}${more} ${found.length > 1 ? 'have' : 'has'} it`;
}

function knownNames(): string[] {
  const namesIn = (tree: CommandTree): string[] =>
    Object.entries(tree).flatMap(([name, entry]) =>
      isGroup(entry)
        ? [name, ...namesIn(entry.commands)]
        : [name, ...flagsOf(entry.sections).map((flag) => flag.name)],
    );
  return [...new Set(namesIn(commands))];
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
