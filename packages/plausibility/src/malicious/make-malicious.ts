/** Makes up malicious messages: seeded, none equal to a genuine one, none twice. */
import { createRandom, DataError } from '@anodec/core';
import { z } from 'zod';
import { messageKey } from '../clean.js';
import { MESSAGE_CLASSES, messageCount, type Messages, messagesFrom } from '../messages.js';
import { createClearance } from './clearance.js';
import { strategies } from './registry.js';
import type { Candidate } from './strategy.js';

/** Draws for one message before it is given up. */
const MOST_DRAWS = 2000;

/**
 * Makes up malicious messages.
 *
 * @param genuine cleaned messages
 * @param config of the strategy: `kind` and its options
 * @returns as many as asked for, all odd
 * @throws DataError when there is no genuine message, or no free size is found
 */
export function makeMalicious(
  genuine: Messages,
  config: unknown,
  count: number,
  seed: number,
): Messages {
  if (messageCount(genuine) === 0) {
    throw new DataError(
      'Malicious messages are made from genuine ones, got none. Read a table first.',
    );
  }
  const settings = z.looseObject({ kind: z.string() }).parse(strategies.schema.parse(config));
  const strategy = strategies.get(settings.kind);
  const random = createRandom(seed).stream('malicious');
  const taken = new Set(Array.from(genuine.kinds, (_, n) => messageKey(genuine, n)));
  const { clearance = 0 } = z.looseObject({ clearance: z.number().optional() }).parse(settings);
  const isClear = createClearance(genuine, clearance);
  const isFree = (candidate: Candidate): boolean =>
    !taken.has(keyOf(candidate)) && isClear(candidate);
  const made: Candidate[] = [];
  while (made.length < count) {
    let candidate = strategy.draw(settings, genuine, random);
    for (let draws = 1; !isFree(candidate); draws++) {
      if (draws === MOST_DRAWS) throw nothingFree(made.length, count);
      candidate = strategy.draw(settings, genuine, random);
    }
    taken.add(keyOf(candidate));
    made.push(candidate);
  }
  return messagesFrom(
    made.map(({ kind, length, width }) => ({ kind: MESSAGE_CLASSES[kind], length, width })),
    true,
  );
}

function keyOf({ kind, length, width }: Candidate): string {
  return `${kind} ${length} ${width}`;
}

function nothingFree(made: number, count: number): DataError {
  return new DataError(
    `${count} malicious messages must find a size that is free, got ${made} before ${MOST_DRAWS} draws in a row ` +
      'hit genuine ones. Ask for fewer, or lower the clearance.',
  );
}
