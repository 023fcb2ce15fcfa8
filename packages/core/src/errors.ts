/**
 * The three errors that a caller can put right. The command line prints only their message and
 * ends with exit code 2; anything else is a bug of the program, printed with its stack, exit code 1.
 *
 * A message says what must be what and what was got, then the remedy where one is known.
 */

/** An array has the wrong number of elements or dimensions. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** A file or its contents cannot be used as they are. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** A setting is unknown, out of its range, or contradicts another. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Work was stopped on request, as by Ctrl-C; what was finished before is on disk. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Whether the error is one that the user, not the programmer, can put right. */
export function isUserError(error: unknown): error is Error {
  return [ShapeError, DataError, ConfigError].some((type) => error instanceof type);
}

/**
 * Throws ShapeError unless `array` has exactly the number of elements its dimensions call for.
 *
 * @param name how the message calls the array
 * @param dims the dimensions, outermost first
 */
export function checkShape(name: string, array: ArrayLike<number>, ...dims: number[]): void {
  const expected = dims.reduce((product, dim) => product * dim, 1);
  if (array.length === expected) return;
  throw new ShapeError(
    `${name} must have ${dims.join(' × ')} = ${expected} values, got ${array.length}.`,
  );
}

/** Throws StoppedError when the signal was raised; call it between pieces of long work. */
export function checkStopped(signal: AbortSignal | undefined, doing: string): void {
  if (signal?.aborted) throw new StoppedError(`Stopped while ${doing}.`);
}
