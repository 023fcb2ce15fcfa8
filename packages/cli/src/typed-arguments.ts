/**
 * What was typed, made plain for the parser: abbreviations of flags are written out, and switches with a
 * value, `--deterministic True` or `--fast_dev_run=1`, become switches that are on or off.
 *
 * yargs knows neither, and takes a switch with any value but `true` for off.
 */
import { ConfigError } from '@anodec/core';

/** A flag as the parser knows it. */
export interface Spelling {
  /** Without dashes; spellings of one flag share it. */
  readonly flag: string;
  readonly name: string;
  /** A switch may stand alone. */
  readonly kind: 'value' | 'switch' | 'switch or number';
}

/**
 * Rewrites the arguments of a command.
 *
 * @param argv without node and script
 * @param spellings all flags of the command, in every spelling
 * @param hasWords whether words without a flag mean something, so that `1` behind a switch may be one of them
 * @throws ConfigError when an abbreviation may be several flags, or a switch has a value that is neither on nor off
 */
export function plainArguments(
  argv: readonly string[],
  spellings: readonly Spelling[],
  hasWords: boolean,
): string[] {
  const plain: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--') return [...plain, ...argv.slice(i)];
    const typed = /^--([^=]+)(?:=(.*))?$/s.exec(argv[i]);
    const spelling = typed && spellingOf(typed[1], spellings);
    if (!typed || !spelling) {
      plain.push(argv[i]);
      continue;
    }
    let value: string | undefined = typed[2];
    if (value === undefined && isValueOf(spelling, argv[i + 1], hasWords)) value = argv[++i];
    plain.push(written(spelling, value));
  }
  return plain;
}

/** The flag that was typed, or the only one that begins with it; undefined where none does. */
function spellingOf(typed: string, spellings: readonly Spelling[]): Spelling | undefined {
  const exact = spellings.find(({ name }) => name === typed);
  if (exact) return exact;
  const begin = asKebab(typed);
  const possible = spellings.filter(({ name }) => asKebab(name).startsWith(begin));
  const flags = [...new Set(possible.map(({ flag }) => flag))];
  if (flags.length <= 1) return possible[0];
  const same = possible.find(({ name }) => asKebab(name) === begin);
  if (same) return same;
  const names = flags.map((flag) => `--${flag}`);
  throw new ConfigError(
    `--${typed} may be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}. Write the flag out.`,
  );
}

function asKebab(name: string): string {
  return name.replaceAll('_', '-');
}

/** Whether the next argument belongs to a switch; to other flags it always does, which yargs does not see of `-`. */
function isValueOf({ kind }: Spelling, next: string | undefined, hasWords: boolean): boolean {
  if (kind === 'value' || next === undefined) return kind === 'value' && next === '-';
  if (/^(true|false|yes|no|on|off)$/i.test(next)) return true;
  if (kind === 'switch or number') return /^\d+(\.\d+)?$/.test(next);
  return !hasWords && /^[01]$/.test(next);
}

function written({ name, kind }: Spelling, value: string | undefined): string {
  if (value === undefined) return `--${name}`;
  if (kind === 'value') return `--${name}=${value}`;
  if (kind === 'switch or number' && /^\d+(\.\d+)?$/.test(value)) return `--${name}=${value}`;
  if (/^(true|yes|on|1)$/i.test(value)) return `--${name}=true`;
  if (/^(false|no|off|0)$/i.test(value)) return `--${name}=false`;
  throw new ConfigError(`--${name} must be true or false, got ${JSON.stringify(value)}.`);
}
