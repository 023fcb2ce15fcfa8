/**
 * Patterns for dates, such as `dd/MM/yy HH:mm`, for tables that write them as no known format does.
 *
 * Source: Unicode Technical Standard 35, "Date Field Symbol Table", the letters that a recording
 * needs, as Java's DateTimeFormatter takes them: y year, M month (MMM by name), d day, H hour of 24,
 * h hour of 12 with a for AM or PM, m minute, s second, S digits of a second, E weekday, X zone.
 */
import { ConfigError } from '@anodec/core';
import { timeOfParts } from './calendar.js';
import type { TimeFormat } from './time-formats.js';

/** What each letter reads, by how often it stands there. */
const FIELDS: Readonly<Record<string, (count: number) => string>> = {
  y: (count) => `(?<year>\\d{${count === 2 ? 2 : 4}})`,
  M: (count) => (count < 3 ? number('month', count) : '(?<monthName>[A-Za-z]{3,9})\\.?'),
  d: (count) => number('day', count),
  H: (count) => number('hour', count),
  h: (count) => number('hour', count),
  m: (count) => number('minute', count),
  s: (count) => number('second', count),
  S: (count) => `(?<fraction>\\d{${count}})`,
  a: () => '(?<half>[AaPp])\\.?[Mm]\\.?',
  E: () => '[A-Za-z]{2,9}\\.?',
  X: () => '(?<zone>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)',
};

/** One digit is enough where the letter stands alone. */
function number(group: string, count: number): string {
  return `(?<${group}>\\d{${count === 1 ? '1,2' : count}})`;
}

/**
 * The format that a pattern describes. Blanks stand for any blanks, text in single quotation marks and
 * all that is no letter for itself.
 *
 * @throws ConfigError when a letter is not known, is there twice, or year, month or day are missing
 */
export function compileTimePattern(pattern: string): TimeFormat {
  let source = '';
  const letters = new Set<string>();
  for (const [token] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|\s+|[^]/g)) {
    if (/^\s/.test(token)) source += '\\s+';
    else if (token.startsWith("'")) source += literal(unquote(token));
    else if (!/[A-Za-z]/.test(token)) source += literal(token);
    else {
      const letter = token[0];
      const field = Object.hasOwn(FIELDS, letter) ? FIELDS[letter] : undefined;
      if (!field) throw refuse(pattern, `the letter ${letter}`);
      if (letters.has(letter)) throw refuse(pattern, `${letter} in two places`);
      letters.add(letter);
      source += field(token.length);
    }
  }
  if (letters.has('H') && letters.has('h')) throw refuse(pattern, 'H and h together');
  const missing = ['y', 'M', 'd'].filter((letter) => !letters.has(letter));
  if (missing.length > 0) throw refuse(pattern, `no ${missing.join(' and no ')}`);
  const whole = new RegExp(`^${source}$`);
  return {
    name: pattern,
    parse(text) {
      const match = whole.exec(text.trim());
      return match?.groups ? timeOfParts(match.groups) : NaN;
    },
  };
}

function unquote(token: string): string {
  return token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'");
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function refuse(pattern: string, got: string): ConfigError {
  return new ConfigError(
    `A pattern for times must be made of y, M, d, H or h with a, m, s, S, E and X, such as ` +
      `dd/MM/yy HH:mm, with other letters in single quotation marks, got ${got} in "${pattern}".`,
  );
}
