/** The few numbers that distinguish runs in a list: strict first, the lenient ones beside them. */
import type { Evaluation, Knowledge } from './evaluation.js';

/** False alarms, and how many of them for each day or 1,000 rows. */
export interface FalseAlarms {
  /** How long after an attack an alarm is not counted as false; `0` for none. */
  readonly recovery: string;
  /** Null where nothing is known about attacks. */
  readonly falseAlarms: number | null;
  readonly rate: number | null;
}

/** The summary of an evaluation. */
export interface Headline {
  readonly knowledge: Knowledge;
  /** Attacks with an effect. */
  readonly attacks: number;
  readonly caught: number;
  /** Of those caught, the attacks that began while an earlier alarm was still on. */
  readonly detectedDuringEarlierAlarm: number;
  /** Over attacks that raised an alarm of their own, in the unit of the clock. */
  readonly medianDelay: number | null;
  readonly alarms: number;
  /** What `rate` counts by. */
  readonly per: 'day' | '1,000 rows';
  /** Every alarm outside an attack is false. */
  readonly strict: FalseAlarms;
  /** Alarms in the longest recovery after an attack are not false; null where there is none. */
  readonly lenient: FalseAlarms | null;
}

/** The headline of an evaluation. */
export function headline(evaluation: Evaluation): Headline {
  const { knowledge, events, metrics, recorded } = evaluation;
  const [first, ...longer] = events;
  const last = longer.at(-1);
  const falseAlarmsOf = (one: Evaluation['events'][number]): FalseAlarms => ({
    recovery: one.recovery,
    falseAlarms: knowledge === 'unknown' ? null : one.falseAlarms,
    rate: one.metrics.falseAlarmRate,
  });
  return {
    knowledge,
    attacks: first.attacks,
    caught: first.caught,
    detectedDuringEarlierAlarm: first.detectedDuringEarlierAlarm,
    medianDelay: metrics.medianDelay,
    alarms: first.alarms,
    per: recorded.unit,
    strict: falseAlarmsOf(first),
    lenient: last ? falseAlarmsOf(last) : null,
  };
}
