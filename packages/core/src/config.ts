/** Settings are data with a default and a sentence each, checked once at the border. */
import type { z } from 'zod';
import { ConfigError } from './errors.js';

/**
 * Checks settings against their schema and fills in the defaults.
 *
 * @param origin where the settings come from, for the message: a file name, "the command line"
 * @returns frozen
 * @throws ConfigError with one sentence for each fault
 */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  settings: unknown,
  origin = 'the settings',
): z.output<Schema> {
  const result = schema.safeParse(settings, { reportInput: true });
  if (result.success) return Object.freeze(result.data) as z.output<Schema>;
  const faults = result.error.issues.map((issue) => {
    const { path, input } = issue;
    const setting = path.join('.');
    const message = plainFault(issue, setting) ?? boundOf(issue, setting) ?? issue.message;
    // a message about several settings may name this one itself
    const fault =
      setting === '' || message.startsWith(setting) ? message : `${setting}: ${message}`;
    // the input of a rule across settings is the whole group, which would be too much to quote
    const plain = ['string', 'number', 'boolean'].includes(typeof input);
    const isQuotable = plain && (typeof input !== 'number' || Number.isFinite(input));
    return isQuotable ? `${fault}, got ${JSON.stringify(input)}` : fault;
  });
  throw new ConfigError(`${faults.join('. ')} (in ${origin}).`);
}

/** The commonest faults, a setting absent or of the wrong type, as a sentence; undefined for other faults, and where the schema says it. */
function plainFault(issue: z.core.$ZodIssue, setting: string): string | undefined {
  if (setting === '') return undefined;
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input: expected ')) {
    const { expected, input } = issue;
    if (input === undefined && ['string', 'number', 'int', 'boolean', 'array'].includes(expected)) {
      return `${setting} must be given`;
    }
    if (expected === 'int' && typeof input === 'number') return `${setting} must be a whole number`;
    // JSON has no word for it: the value would be quoted as null
    if (input === Infinity || input === -Infinity) return `${setting} must be a finite number`;
  }
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid option: ')) {
    return `must be one of ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'too_small' && issue.message.startsWith('Too small')) {
    return tooFew(issue, setting);
  }
  return undefined;
}

/** A text or a list that is too short, as a sentence. */
function tooFew(
  { origin, minimum, input }: z.core.$ZodIssueTooSmall,
  setting: string,
): string | undefined {
  const least = Number(minimum);
  if (origin === 'array' && Array.isArray(input)) {
    return `${setting} must have at least ${least} values, got ${input.length}`;
  }
  if (origin !== 'string') return undefined;
  return least === 1
    ? `${setting} must not be empty`
    : `${setting} must have at least ${least} characters`;
}

/** The bound that a number is beyond, as a sentence; undefined for other faults, and where the schema says it. */
function boundOf(issue: z.core.$ZodIssue, setting: string): string | undefined {
  if (!/^Too (small|big)/.test(issue.message)) return undefined;
  if (issue.code === 'too_small' && typeof issue.input === 'number') {
    return `${setting} must be ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`;
  }
  if (issue.code === 'too_big' && typeof issue.input === 'number') {
    return `${setting} must be ${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`;
  }
  return undefined;
}
