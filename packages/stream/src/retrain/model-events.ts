/** What became of a training, as sentences and numbers of the results. */
import { countOf, formatCount } from '@anodec/core';
import type { LiveModelEvent } from '@anodec/runs';
import type { Comparison } from './comparison.js';
import type { InjectionCheck } from './injection-check.js';
import type { TrainingEnd } from './training-process.js';

/** An event without where and when it was. */
export type Event = Pick<LiveModelEvent, 'state' | 'reason'> & Partial<LiveModelEvent>;

/** A training that made no model. @param least fewest rows that one is trained on */
export function endEvent(end: Exclude<TrainingEnd, { state: 'trained' }>, least: number): Event {
  if (end.state === 'failed') return { state: 'failed', reason: end.message };
  const { state: _, ...numbers } = end;
  return {
    state: 'postponed',
    numbers,
    reason:
      `${formatCount(end.normal)} of ${countOf(end.rows, 'row')} are believed normal, and it takes ` +
      `${formatCount(least)}: ${formatCount(end.aroundAlarms)} lie around alarms, ` +
      `${formatCount(end.misfit)} where the model did not fit, ${formatCount(end.last)} are the last ones.`,
  };
}

/** How many injected anomalies two models caught, without the full stop. */
export function caughtSentence({ injected, caughtNew, caughtInUse }: InjectionCheck): string {
  return (
    `Of ${injected} anomalies that were injected into rows held out from it, it catches ${caughtNew}, the model in use ` +
    `${caughtInUse}`
  );
}

/** What two models said of the same rows; an index that is not known is left out, as JSON has no word for it. */
export function numbersOf({ rows, inUse, shadow }: Comparison): Record<string, number> {
  const all = {
    rows,
    alarmsInUse: inUse.alarms,
    alarmsNew: shadow.alarms,
    aloneInUse: inUse.alone,
    aloneNew: shadow.alone,
    indexInUse: inUse.index,
    indexNew: shadow.index,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !Number.isNaN(value)));
}
