/**
 * A command that was called: its settings become options of yargs, and what was typed becomes settings. Loaded with
 * the command, as the help of the program needs no flags.
 */
import { ConfigError, isUserError, StoppedError } from '@anodec/core';
import type { GivenSettings } from '@anodec/pipeline/basics';
import type { Argv } from 'yargs';
import { type CommandEntry, type LoadedCommand, loadCommand } from './command.js';
import type { Context } from './context.js';
import { collectSettings, type Flag, flagsOf, formerNamesTyped } from './flags.js';
import { headingOf } from './headings.js';
import { HELP_ALL } from './help-all.js';
import { missingPlaces, namesAsFlags } from './setting-names.js';
import { collectTrainerSettings, foreignFlags, NO_TRAINER_FLAGS } from './trainer-flags/collect.js';
import { presetHelp, presetOf, withPresetDefaults } from './usual-preset.js';
import { adviceFor } from './view/command-for.js';

/** Values by the name of the flag, as yargs has read them. */
export type TypedFlags = Readonly<Record<string, unknown>>;

/** A command with its flags. */
export interface CalledCommand {
  /** Tells yargs of the options. @param showAll those that few people use as well */
  addOptions(builder: Argv, showAll: boolean): Argv;
  /** Runs it with what was typed. @throws ConfigError when that is not what it takes */
  run(typed: TypedFlags, context: Context): Promise<void>;
}

/** Loads a command. @param path the words that call it */
export async function callCommand(
  entry: CommandEntry,
  path: readonly string[],
): Promise<CalledCommand> {
  const command = await loadCommand(entry);
  const flags = await withPresetDefaults(flagsOf(command.sections), command);
  return {
    addOptions(builder, showAll) {
      const usage = ['$0', ...path, ...entry.positionals.map((name) => `[${name}]`)].join(' ');
      builder.usage([usage, command.summary, command.details].filter(Boolean).join('\n\n'));
      addFlags(builder, command, flags, showAll ? undefined : command.common);
      if (!showAll && command.common) {
        builder.epilogue(`All options: anodec ${path.join(' ')} ${HELP_ALL}`);
      }
      for (const [line, does] of command.examples) builder.example(line, does);
      return addSharedFlags(builder, command);
    },
    async run(typed, context) {
      const { given, notes, needsGpu } = await settingsOf(command, flags, typed);
      for (const note of notes) context.note?.(note);
      const asFlags = (text: string): string => namesAsFlags(text, flags);
      await inFlags(flags, command, given, () =>
        command.execute(given, { ...context, needsGpu, remarks: notes, asFlags }),
      );
    },
  };
}

/** Runs a command; errors that name settings come out naming flags, and the command to run next. */
async function inFlags(
  flags: readonly Flag[],
  command: LoadedCommand,
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

/** The settings that were typed, and what was typed beside them. */
interface Typed {
  readonly given: GivenSettings;
  /** Lines for the user. */
  readonly notes: readonly string[];
  readonly needsGpu: boolean;
}

async function settingsOf(
  command: LoadedCommand,
  flags: readonly Flag[],
  typed: TypedFlags,
): Promise<Typed> {
  checkGivenOnce(typed, ['config', 'preset']);
  const own = collectSettings(flags, withoutForeign(command, flags, typed));
  const trainer = command.takesTrainerFlags
    ? collectTrainerSettings(flags, typed)
    : NO_TRAINER_FLAGS;
  const preset = fromPreset(presetOf(command, typed));
  const given = await merged([await fromFile(typed.config), preset, own, trainer.settings]);
  const notes = [...formerNamesTyped(flags, typed), ...trainer.notes];
  return { given, notes, needsGpu: trainer.needsGpu };
}

/** Settings over settings, the last above the others. */
async function merged(groups: readonly GivenSettings[]): Promise<GivenSettings> {
  const given = groups.filter((group) => Object.keys(group).length > 0);
  if (given.length < 2) return given[0] ?? {};
  const { mergeSettings } = await import('@anodec/pipeline');
  return given.reduce(mergeSettings);
}

async function fromFile(path: unknown): Promise<GivenSettings> {
  if (typeof path !== 'string') return {};
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path);
}

/** The check that flags of settings have, for those that are none. @throws ConfigError when one was given twice */
function checkGivenOnce(typed: TypedFlags, names: readonly string[]): void {
  for (const name of names) {
    const value = typed[name];
    if (!Array.isArray(value)) continue;
    throw new ConfigError(`--${name} must be given once, got it ${value.length} times.`);
  }
}

/** Without the spellings that the table of trainer flags reads. */
function withoutForeign(
  command: LoadedCommand,
  flags: readonly Flag[],
  typed: TypedFlags,
): TypedFlags {
  if (!command.takesTrainerFlags) return typed;
  const foreign = new Set(foreignFlags(flags).map(({ name }) => name));
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !foreign.has(name)));
}

function fromPreset(name: unknown): GivenSettings {
  return name === undefined ? {} : { preset: { name } };
}

function addFlags(
  builder: Argv,
  { positionals, takesTrainerFlags }: LoadedCommand,
  flags: readonly Flag[],
  common: readonly string[] | undefined,
): void {
  for (const flag of flags) {
    const hidden = common !== undefined && !common.includes(flag.name);
    const help = namesAsFlags(flag.help, flags);
    addFlag(builder, { ...flag, help }, { hidden, positional: positionals.includes(flag.name) });
  }
  if (!takesTrainerFlags) return;
  for (const { name, isSwitch } of foreignFlags(flags)) {
    builder.option(name, { type: 'string', hidden: true, requiresArg: !isSwitch });
  }
}

/** Options that are no settings. */
function addSharedFlags(builder: Argv, command: LoadedCommand): Argv {
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
