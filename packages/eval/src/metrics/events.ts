/**
 * Event by event: an attack is caught if an alarm overlaps it; an alarm is false if it overlaps
 * neither an attack nor the recovery after one.
 *
 * Attacks that are known to leave no trace do not count as missed, and an alarm during one is not
 * false. An alarm that only meets a recovery or such an attack is neither right nor false.
 */
import { overlaps, quantiles, type Segment } from '@anodec/core';
import { ratio } from './pointwise.js';
import type { PlacedAttack } from './attacks.js';

/** What event-wise figures are made from; rows throughout. */
export interface EventParts {
  readonly alarms: readonly Segment[];
  readonly attacks: readonly PlacedAttack[];
  /** For each attack the rows of its recovery, from its own first row on. */
  readonly recoveries: readonly Segment[];
  /** For each caught attack how long it took. */
  readonly delays: readonly number[];
  /** How much was recorded, in `unit`. */
  readonly recorded: number;
  readonly unit: 'day' | '1,000 rows';
}

/** Figures for one length of recovery. */
export interface EventFigures {
  /** How long after an attack an alarm is still not false, for people: "30 min", "0". */
  readonly recovery: string;
  /** Attacks that leave a trace, and how many of them were caught. */
  readonly attacks: number;
  readonly caught: number;
  readonly alarms: number;
  /** Alarms that overlap an attack that leaves a trace. */
  readonly trueAlarms: number;
  readonly falseAlarms: number;
  readonly falseAlarmRate: { readonly value: number; readonly per: 'day' | '1,000 rows' };
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** From the beginning of an attack to its first alarm, in the unit of the clock; null: none caught. */
  readonly delay: { readonly median: number; readonly p90: number } | null;
}

/** Counts events; `recovery` is only passed on, for people. */
export function eventFigures(parts: EventParts, recovery: string): EventFigures {
  const { alarms, attacks, recoveries, recorded, unit } = parts;
  const traced = attacks.filter(({ attack }) => attack.leavesTrace);
  const caught = traced.filter(({ rows }) => alarms.some((alarm) => overlaps(alarm, rows)));
  const isTrue = (alarm: Segment): boolean => traced.some(({ rows }) => overlaps(alarm, rows));
  const isFalse = (alarm: Segment): boolean =>
    !attacks.some(({ rows }, i) => overlaps(alarm, rows) || overlaps(alarm, recoveries[i]));
  const trueAlarms = alarms.filter(isTrue).length;
  const falseAlarms = alarms.filter(isFalse).length;
  const precision = ratio(trueAlarms, trueAlarms + falseAlarms);
  const recall = ratio(caught.length, traced.length);
  return {
    recovery,
    attacks: traced.length,
    caught: caught.length,
    alarms: alarms.length,
    trueAlarms,
    falseAlarms,
    falseAlarmRate: { value: falseAlarms / recorded, per: unit },
    precision,
    recall,
    f1: harmonicMean(precision, recall),
    delay: delayFigures(parts.delays),
  };
}

function harmonicMean(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

function delayFigures(delays: readonly number[]): EventFigures['delay'] {
  if (delays.length === 0) return null;
  const [median, p90] = quantiles(delays, [0.5, 0.9]);
  return { median, p90 };
}
