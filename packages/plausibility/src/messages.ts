/**
 * Messages that a vehicle receives about what is around it: a class, a length and a width.
 *
 * The classes have a fixed order, so that a number never means another class in another run.
 */
import type { ClassLabels, Feature, FeatureRows } from '@anodec/core';
import { DataError } from '@anodec/core';

/** What a message may say that something is. */
export const MESSAGE_CLASSES = ['car', 'human', 'moto'] as const;

export type MessageClass = (typeof MESSAGE_CLASSES)[number];

/** The answers; the second is the positive class of every ratio. */
export const VERDICTS = ['non-malicious', 'malicious'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** Messages, column by column, N each. */
export interface Messages {
  /** Indices of `MESSAGE_CLASSES`. */
  readonly kinds: Uint8Array;
  /** Millimetres. */
  readonly lengths: Float64Array;
  /** Millimetres. */
  readonly widths: Float64Array;
  /** 1 where the same message occurred more than once before repeats were removed. */
  readonly duplicate: Uint8Array;
  /** 1 for malicious messages. */
  readonly odd: Uint8Array;
}

/** What a classifier reads of a message. */
export const MESSAGE_FEATURES: readonly Feature[] = [
  { name: 'class', categories: MESSAGE_CLASSES },
  { name: 'length' },
  { name: 'width' },
];

/** One message. */
export interface Message {
  readonly kind: MessageClass;
  /** Millimetres. */
  readonly length: number;
  /** Millimetres. */
  readonly width: number;
}

/** The number of messages, N. */
export function messageCount({ kinds }: Messages): number {
  return kinds.length;
}

/**
 * The index of a class.
 *
 * @throws DataError when there is no such class
 */
export function classIndex(name: string): number {
  const index = MESSAGE_CLASSES.findIndex((known) => known === name);
  if (index >= 0) return index;
  throw new DataError(`The class must be one of ${MESSAGE_CLASSES.join(', ')}, got "${name}".`);
}

/** Puts messages into columns; none is a duplicate. @param odd whether they are malicious */
export function messagesFrom(list: readonly Message[], odd: boolean): Messages {
  return {
    kinds: Uint8Array.from(list, ({ kind }) => classIndex(kind)),
    lengths: Float64Array.from(list, ({ length }) => length),
    widths: Float64Array.from(list, ({ width }) => width),
    duplicate: new Uint8Array(list.length),
    odd: new Uint8Array(list.length).fill(Number(odd)),
  };
}

/** The messages of all parts, one after the other. */
export function joinMessages(parts: readonly Messages[]): Messages {
  return {
    kinds: Uint8Array.from(parts.flatMap(({ kinds }) => [...kinds])),
    lengths: Float64Array.from(parts.flatMap(({ lengths }) => [...lengths])),
    widths: Float64Array.from(parts.flatMap(({ widths }) => [...widths])),
    duplicate: Uint8Array.from(parts.flatMap(({ duplicate }) => [...duplicate])),
    odd: Uint8Array.from(parts.flatMap(({ odd }) => [...odd])),
  };
}

/** The messages with these indices, in their order, copied. */
export function selectMessages(messages: Messages, indices: ArrayLike<number>): Messages {
  return {
    kinds: Uint8Array.from(indices, (n) => messages.kinds[n]),
    lengths: Float64Array.from(indices, (n) => messages.lengths[n]),
    widths: Float64Array.from(indices, (n) => messages.widths[n]),
    duplicate: Uint8Array.from(indices, (n) => messages.duplicate[n]),
    odd: Uint8Array.from(indices, (n) => messages.odd[n]),
  };
}

/** The rows of a classifier, in millimetres. */
export function messageRows({ kinds, lengths, widths }: Messages): FeatureRows {
  const values = new Float64Array(3 * kinds.length);
  for (let n = 0; n < kinds.length; n++) values.set([kinds[n], lengths[n], widths[n]], 3 * n);
  return { features: MESSAGE_FEATURES, values };
}

/** The labels of a classifier. */
export function messageLabels({ odd }: Messages): ClassLabels {
  return { classes: VERDICTS, values: odd };
}
