/** The check that two lists of channels are the same, used wherever something learned meets new data. */
import { ShapeError } from './errors.js';

/**
 * Checks that channels are the expected ones in the expected order.
 *
 * @param what what has these channels, for the message: "the frame", "the validation data"
 * @throws ShapeError that names the first difference: a missing, an additional or a misplaced channel
 */
export function checkSameChannels(
  actual: readonly string[],
  expected: readonly string[],
  what: string,
): void {
  if (actual.length === expected.length && expected.every((name, c) => actual[c] === name)) return;
  const missing = expected.filter((name) => !actual.includes(name));
  const additional = actual.filter((name) => !expected.includes(name));
  const differences = [
    ...(missing.length > 0 ? [`without ${missing.join(', ')}`] : []),
    ...(additional.length > 0 ? [`with ${additional.join(', ')} besides`] : []),
  ];
  const got = differences.length > 0 ? differences.join(' and ') : 'them in another order';
  throw new ShapeError(
    `The channels of ${what} must be ${expected.join(', ')} in this order, got ${got}. ` +
      'Choose and order them with selectChannels.',
  );
}
