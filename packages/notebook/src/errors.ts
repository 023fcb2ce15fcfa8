/** Errors that name a mistake of the reader, shown in a notebook as their sentence, without a stack. */
import { inspect } from 'node:util';
import { ConfigError, DataError, ShapeError, StoppedError } from '@anodec/core';

/** Lets user errors print as one sentence in this process. */
export function showErrorsAsSentences(): void {
  for (const kind of [ConfigError, DataError, ShapeError, StoppedError]) {
    Object.defineProperty(kind.prototype, inspect.custom, {
      configurable: true,
      value(this: Error) {
        return this.message;
      },
    });
  }
}
