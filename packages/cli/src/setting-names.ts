/** Messages of the packages below name settings, such as `windowSize`; a command line has flags. */
import type { LoadedCommand } from './command.js';
import type { Flag } from './flags.js';

/**
 * Writes the names of settings in a message as flags: those in backquotes, with a value behind the name
 * where there is one, those in camel case, which no other word of a sentence is, and those that a fault
 * in a group of settings begins with. The group is left out then, as the flag is named.
 */
export function namesAsFlags(message: string, flags: readonly Flag[]): string {
  const byPath = new Map(flags.flatMap((flag) => spellings(flag).map((name) => [name, flag.name])));
  const flagOf = (name: string): string | undefined => {
    const flag = byPath.get(name);
    return flag === undefined ? undefined : `--${flag}`;
  };
  return faultAsFlag(listAsFlags(message, flagOf), flagOf)
    .replace(
      /`([a-zA-Z][\w.]*)(?:: ?| )?([^`]*)`/g,
      (whole: string, name: string, value: string) => {
        const flag = flagOf(name);
        return flag === undefined ? whole : `${flag} ${value}`.trimEnd();
      },
    )
    .replace(
      /(?<![\w.-])(?:[a-z]+\.)*[a-z]+(?:[A-Z][a-z]*)+(?:\.[a-zA-Z]+)*(?![\w(=])/g,
      (name) => flagOf(name) ?? name,
    );
}

/** The settings that a variant has, which a message lists: all of them as flags, not those in camel case alone. */
function listAsFlags(message: string, flagOf: (name: string) => string | undefined): string {
  return message.replace(
    /(?<= has no setting )([\w, .]+)(; it has )([\w, .]+)(?= \(|\.$)/g,
    (_, given: string, between: string, known: string) =>
      [given, known]
        .map((list) => list.replace(/[a-zA-Z][\w.]*/g, (name) => flagOf(name) ?? name))
        .join(between),
  );
}

/** A fault in a group of settings, which begins with the name of the setting. */
function faultAsFlag(message: string, flagOf: (name: string) => string | undefined): string {
  if (!GROUP.test(message)) return message;
  const faults = message.replace(
    /(?<=^|\. )[a-z][\w.]*(?=: | must )/g,
    // a fault in one value of a list is one in what the flag was given
    (name) => flagOf(name) ?? flagOf(name.replace(/\.\d+$/, '')) ?? name,
  );
  return faults === message ? message : faults.replace(GROUP, '.');
}

/** The end of a message about settings that do not come from a file. */
const GROUP = / \(in the settings(?: of \w+)?\)\.$/;

/** Says of what stands without a flag, and is missing, where it stands. */
export function missingPlaces(
  message: string,
  { positionals, examples }: Pick<LoadedCommand, 'positionals' | 'examples'>,
): string {
  const said = positionals.reduce(
    (text, place) => text.replace(`--${place} must be given`, `${place} must be given`),
    message,
  );
  if (said === message || said.includes(', as in ')) return said;
  return said.replace(LAST_MISSING, ` must be given, as in ${examples[0][0]}.`);
}

/** The end of the last sentence about something that is missing. */
const LAST_MISSING = / must be given\.(?!.* must be given\.)/s;

/** How a message may name the setting of a flag: its path, with and without its group. */
function spellings({ path, section }: Flag): string[] {
  const inner = path.join('.');
  const plain = path.length > 1 && path.at(-1) === 'kind' ? [path.slice(0, -1).join('.')] : [];
  const group = path.length === 1 && path[0] === 'kind' ? [section] : [];
  return [...group, ...plain, inner, `${section}.${inner}`].filter((name) => name !== 'kind');
}
