/** Manipulations of the plant as data: false readings and false orders. */
import type { Tampering } from './simulator.js';
import { at, type OFF, type ON, type PlantTag } from './tags.js';

/** One manipulation of an attack. */
export type AttackAct =
  | ReportAct
  | RampAct
  /** Holds an actuator: ON or OPEN is 2, OFF or CLOSED is 1. */
  | { readonly kind: 'hold'; readonly tag: PlantTag; readonly order: typeof ON | typeof OFF };

/** Shows a constant instead of what the instrument reads. */
export interface ReportAct {
  readonly kind: 'report';
  readonly tag: PlantTag;
  readonly value: number;
  /** Seconds of the attack between which it takes place; default: from beginning to end. */
  readonly from?: number;
  readonly until?: number;
}

/** Shows the last honest reading, moved by so many units in each second. */
export interface RampAct {
  readonly kind: 'ramp';
  readonly tag: PlantTag;
  readonly perSecond: number;
  /** Seconds after which it slows down, and to what. */
  readonly slowsAfter?: number;
  readonly thenPerSecond?: number;
}

export const report = (tag: PlantTag, value: number, from?: number, until?: number): ReportAct => ({
  kind: 'report',
  tag,
  value,
  ...(from === undefined ? {} : { from }),
  ...(until === undefined ? {} : { until }),
});

export const ramp = (tag: PlantTag, perSecond: number): RampAct => ({
  kind: 'ramp',
  tag,
  perSecond,
});

export const hold = (tag: PlantTag, order: typeof ON | typeof OFF): AttackAct => ({
  kind: 'hold',
  tag,
  order,
});

/** An attack while it goes on. */
export interface ActiveAttack extends Tampering {
  /** Moves to the next second. */
  tick(): void;
}

/** Begins an attack. */
export function beginAttack(acts: readonly AttackAct[]): ActiveAttack {
  const ramped = new Map<RampAct, number>();
  let second = 0;
  return {
    readings(row) {
      for (const act of acts) {
        if (act.kind === 'report') {
          const { from = 0, until = Infinity } = act;
          if (second >= from && second < until) row[at[act.tag]] = act.value;
        } else if (act.kind === 'ramp') {
          const shown = ramped.get(act) ?? row[at[act.tag]];
          const slow = act.slowsAfter !== undefined && second >= act.slowsAfter;
          const next = shown + (slow ? (act.thenPerSecond ?? 0) : act.perSecond);
          ramped.set(act, next);
          row[at[act.tag]] = Math.round(next * 100) / 100;
        }
      }
    },
    orders(orders) {
      for (const act of acts) if (act.kind === 'hold') orders[at[act.tag]] = act.order;
    },
    tick() {
      second++;
    },
  };
}

/** Several attacks at once, or none. */
export function combineTampering(active: readonly ActiveAttack[]): Tampering | undefined {
  if (active.length === 0) return undefined;
  return {
    readings: (row) => active.forEach((attack) => attack.readings(row)),
    orders: (orders) => active.forEach((attack) => attack.orders(orders)),
  };
}
