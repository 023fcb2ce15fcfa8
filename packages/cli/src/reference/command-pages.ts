/** The reference of commands: a page of Markdown for each, from the schemas that its flags come from. */
import type { Command, LoadedCommand } from '../command.js';
import { allCommands } from '../commands/all-commands.js';
import { type Flag, flagsOf } from '../flags.js';
import { headingOf } from '../headings.js';
import { namesAsFlags } from '../setting-names.js';
import { presetHelp, withPresetDefaults } from '../usual-preset.js';
import { codeMarkdown, markdownTable, plainMarkdown } from './markdown.js';

/** The page of a command. */
export interface CommandPage {
  /** As it is typed: `anodec data plot`. */
  readonly name: string;
  readonly summary: string;
  readonly markdown: string;
}

/** The pages of all commands, in the order of the registry. */
export async function commandPages(): Promise<CommandPage[]> {
  const pages = (await allCommands()).map(async ({ words, command }) => {
    const name = ['anodec', ...words].join(' ');
    return { name, summary: command.summary, markdown: await pageOf(name, command) };
  });
  return Promise.all(pages);
}

async function pageOf(name: string, command: LoadedCommand): Promise<string> {
  const { summary, details, aliases, positionals, examples, takesTrainerFlags } = command;
  const flags = await withPresetDefaults(flagsOf(command.sections), command);
  const isList = (wanted: string) => flags.find((flag) => flag.name === wanted)?.type === 'array';
  const places = positionals.map((place) => ` [${place}${isList(place) ? ' …' : ''}]`).join('');
  return [
    `# ${name}`,
    `${plainMarkdown(summary)}.`,
    plainMarkdown(details ?? ''),
    `    ${name}${places} [flags]`,
    aliases.length > 0 ? `Other name: ${aliases.map(codeMarkdown).join(', ')}.` : '',
    examples.length > 0 ? '## Examples' : '',
    examples.length > 0 ? markdownTable(['command', ''], examples.map(exampleRow)) : '',
    '## Flags',
    takesTrainerFlags
      ? 'Besides these it takes the flags of the original program and of PyTorch Lightning’s trainer by their names.'
      : '',
    ...groupsOf(flags, command),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function exampleRow([line, does]: readonly [string, string]): string[] {
  return [codeMarkdown(line), plainMarkdown(does)];
}

/** A table for each group of flags, under the heading that it has in the help. */
function groupsOf(flags: readonly Flag[], command: Command): string[] {
  const headings = [...new Set(flags.map(headingOf))];
  const groups = headings.map((heading) => {
    const rows = flags.filter((flag) => headingOf(flag) === heading);
    return `### ${heading.replace(/:$/, '')}\n\n${flagTable(rows.map((flag) => rowOf(flag, flags)))}`;
  });
  return [...groups, `### Everywhere\n\n${flagTable(sharedRows(command))}`];
}

function flagTable(rows: readonly (readonly string[])[]): string {
  return markdownTable(['flag', 'what it is', 'default'], rows);
}

function rowOf(flag: Flag, all: readonly Flag[]): string[] {
  const { choices, help, default: value, required } = flag;
  const oneOf = choices ? ` One of ${choices.map(codeMarkdown).join(', ')}.` : '';
  return [
    codeMarkdown(`--${flag.name}${flag.type === 'boolean' ? '' : ` ${placeholder(flag)}`}`),
    `${plainMarkdown(namesAsFlags(help, all))}.${oneOf}`,
    required ? 'required' : shownDefault(value),
  ];
}

function placeholder({ type, orNumber, numbers }: Flag): string {
  if (type === 'array') return numbers ? 'N …' : 'NAME …';
  return type === 'number' ? 'N' : orNumber ? 'TEXT|N' : 'TEXT';
}

/** A default as code; nothing where there is none. */
export function shownDefault(value: unknown): string {
  if (value === undefined) return '';
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.length === 0 ? 'none' : codeMarkdown(values.map(String).join(' '));
}

/** Flags that every command has. */
function sharedRows(command: Command): string[][] {
  const { presets } = command;
  return [
    ...(presets
      ? [
          [
            '`--preset NAME`',
            `Named group of settings; flags and \`--config\` override it. One of ${presets.map(codeMarkdown).join(', ')}.`,
            presetHelp(command).replaceAll(/[[\]]/g, '').trim(),
          ],
        ]
      : []),
    ['`--config FILE`', 'JSON or YAML file of settings by group; flags override it.', ''],
    ['`--help`, `--help-all`', 'The options that most people use, and all of them.', ''],
  ];
}
