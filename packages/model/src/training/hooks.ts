/** Calls the hooks of callbacks one after the other, and names the callback in which one fails. */
import { ConfigError, isUserError, StoppedError } from '@anodec/core';
import type { Callback } from './callback.js';

/**
 * Calls one hook of each callback, in their order.
 *
 * @returns what the hooks returned
 * @throws the error of a hook as it is where the user can put it right; else an Error that names hook and
 *   callback, with that of the hook as its cause
 */
export async function callEach<Result>(
  callbacks: readonly Callback[],
  hook: keyof Callback,
  call: (callback: Callback) => Result | Promise<Result>,
): Promise<Awaited<Result>[]> {
  const results: Awaited<Result>[] = [];
  for (const callback of callbacks) {
    if (!callback[hook]) continue;
    try {
      results.push(await call(callback));
    } catch (error) {
      throw named(error, hook, callback.name);
    }
  }
  return results;
}

/** @throws ConfigError when two callbacks keep state under one name, or one has a state and no name */
export function checkNames(callbacks: readonly Callback[]): void {
  const names = callbacks.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new ConfigError(`Callbacks must have different names, got ${twice} twice.`);
  }
  if (callbacks.every((callback) => callback.name !== undefined || !callback.state)) return;
  throw new ConfigError('A callback with a state must have a name, got one without.');
}

function named(error: unknown, hook: string, name: string | undefined): unknown {
  if (isUserError(error) || error instanceof StoppedError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const callback = name === undefined ? 'A callback without a name' : `The callback ${name}`;
  return new Error(`${callback} failed in ${hook}: ${message}`, { cause: error });
}
