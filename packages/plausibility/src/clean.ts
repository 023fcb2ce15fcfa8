/** Repeats of messages: marked, then removed but for the first. */
import { messageCount, type Messages, selectMessages } from './messages.js';

/**
 * Marks messages that occur more than once, and keeps the first of each.
 *
 * @returns each message once, in the order of the first ones
 */
export function cleanMessages(messages: Messages): Messages {
  const firsts = new Map<string, number>();
  const repeated = new Uint8Array(messageCount(messages));
  for (let n = 0; n < repeated.length; n++) {
    const key = messageKey(messages, n);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, n);
    else repeated[first] = 1;
  }
  return selectMessages({ ...messages, duplicate: repeated }, [...firsts.values()]);
}

/** Class, length and width of a message as text: equal for equal messages. */
export function messageKey({ kinds, lengths, widths }: Messages, n: number): string {
  return `${kinds[n]} ${lengths[n]} ${widths[n]}`;
}
