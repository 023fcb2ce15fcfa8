/** A few hundred made-up messages for tests. */
import { createRandom } from '@anodec/core';
import { cleanMessages } from '../clean.js';
import { type Message, type Messages, messagesFrom } from '../messages.js';

const MIDDLES: readonly Message[] = [
  { kind: 'car', length: 4400, width: 1780 },
  { kind: 'human', length: 950, width: 1080 },
  { kind: 'moto', length: 2100, width: 800 },
];

/** Genuine messages around a middle of each class, each once. */
export function smallMessages(count: number, seed = 1): Messages {
  const random = createRandom(seed);
  const list = Array.from({ length: count }, (_, n) => {
    const { kind, length, width } = MIDDLES[n % 3];
    const scale = 1 + 0.06 * random.normal();
    return { kind, length: Math.round(length * scale), width: Math.round(width * scale) };
  });
  return cleanMessages(messagesFrom(list, false));
}
