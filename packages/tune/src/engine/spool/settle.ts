/** What an engine makes of the end of a job that ran elsewhere. */
import { ConfigError, DataError, ShapeError } from '@anodec/core';
import type { Outcome } from '../engine.js';
import type { End } from './documents.js';

const ERRORS = { ConfigError, DataError, ShapeError };

/** An error by its name, as another process had it. */
export function errorNamed(name: string, message: string): Error {
  const Type = Object.hasOwn(ERRORS, name) ? ERRORS[name as keyof typeof ERRORS] : Error;
  return new Type(message);
}

/** The outcome of a job. @throws the error with which its task could not be opened */
export function outcomeOf(end: End): Outcome {
  if (end.state === 'cannot open') throw errorNamed(end.name, end.message);
  return end;
}
