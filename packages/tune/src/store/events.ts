/** The lines of a study's journal: what was asked, begun, reported and found, in the order in which it happened. */
import { z } from 'zod';
import type { Point, Value } from '../space/space.js';

const ValueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(ValueSchema)]),
);

/** The point of a trial. */
export const PointSchema = z.record(z.string(), ValueSchema) as z.ZodType<Point>;

const trial = z.int().min(0);
const duration = z.number();

/** One line of the journal. */
export const StudyEvent = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('asked'),
    trial,
    key: z.string(),
    point: PointSchema,
  }),
  z.strictObject({
    event: z.literal('started'),
    trial,
    attempt: z.int().min(1),
    worker: z.int(),
    time: z.string(),
  }),
  z.strictObject({ event: z.literal('reported'), trial, step: z.number(), value: z.number() }),
  z.strictObject({
    event: z.literal('finished'),
    trial,
    value: z.number(),
    seconds: duration,
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    event: z.literal('pruned'),
    trial,
    step: z.number(),
    value: z.number(),
    seconds: duration,
  }),
  z.strictObject({
    event: z.literal('failed'),
    trial,
    message: z.string(),
    /** Whether its process died, in which case it is tried again. */
    died: z.boolean(),
    seconds: duration,
  }),
]);

export type StudyEvent = z.output<typeof StudyEvent>;

/** The end of a trial, or of an attempt at it. */
export type EndEvent = Extract<StudyEvent, { readonly event: 'finished' | 'pruned' | 'failed' }>;

/** The way that a trial has come so far. */
export interface Trial {
  readonly number: number;
  readonly key: string;
  readonly point: Point;
  readonly state: 'running' | 'finished' | 'pruned' | 'failed';
  /** The value found; of a pruned trial the last one reported; undefined elsewhere. */
  readonly value?: number;
  readonly reports: readonly { readonly step: number; readonly value: number }[];
  readonly seconds: number;
  /** How often it was begun. */
  readonly attempts: number;
  /** How often its process died. */
  readonly deaths: number;
  /** Why it failed. */
  readonly message?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The trials after a list of events, by number. A trial whose process died counts as running: it may be tried again. */
export function trialsAfter(events: readonly StudyEvent[]): Trial[] {
  const trials: Trial[] = [];
  for (const event of events) applyEvent(trials, event);
  return trials;
}

/** Moves the trial that an event is about; `trials` is overwritten. */
export function applyEvent(trials: Trial[], event: StudyEvent): void {
  const before = trials[event.trial];
  if (event.event === 'asked') {
    const { trial: number, key, point } = event;
    const start = { reports: [], seconds: 0, attempts: 0, deaths: 0 };
    trials[number] = { number, key, point, state: 'running', ...start };
  } else trials[event.trial] = { ...before, ...changeOf(before, event) };
}

function changeOf(before: Trial, event: Exclude<StudyEvent, { event: 'asked' }>): Partial<Trial> {
  switch (event.event) {
    case 'started':
      return { attempts: event.attempt, reports: [] };
    case 'reported':
      return { reports: [...before.reports, { step: event.step, value: event.value }] };
    case 'finished': {
      const { value, seconds, details } = event;
      return { state: 'finished', value, seconds, ...(details && { details }) };
    }
    case 'pruned':
      return { state: 'pruned', value: event.value, seconds: event.seconds };
    default: {
      const { message, seconds, died } = event;
      const deaths = before.deaths + (died ? 1 : 0);
      return { state: died ? 'running' : 'failed', message, seconds, deaths };
    }
  }
}
