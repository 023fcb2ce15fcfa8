/** A recording of the plant, second by second, in memory that does not grow. */
import { type ActiveAttack, beginAttack, combineTampering } from './attack-act.js';
import type { ScheduledAttack } from './schedule.js';
import { createSimulator, type SimulatorOptions } from './simulator.js';

/** What to record. */
export interface RecordingOptions extends SimulatorOptions {
  readonly seconds: number;
  /** Attacks with their places, in order; none in normal operation. */
  readonly attacks?: readonly ScheduledAttack[];
}

/**
 * Runs the plant.
 *
 * @returns for each second the 51 readings (see `SWAT_CHANNELS`), in one array that is overwritten by
 *   the next second
 */
export function* simulatePlant(options: RecordingOptions): Generator<Float64Array, void, void> {
  const simulator = createSimulator(options);
  const waiting = (options.attacks ?? []).filter(({ length }) => length > 0);
  let active: { readonly act: ActiveAttack; readonly end: number }[] = [];
  for (let t = 0; t < options.seconds; t++) {
    simulator.sense();
    if (active.some(({ end }) => t >= end)) active = active.filter(({ end }) => t < end);
    while (waiting.length > 0 && t >= waiting[0].start) {
      const { attack, length } = waiting[0];
      active.push({ act: beginAttack(attack.acts), end: t + length });
      waiting.shift();
    }
    yield simulator.act(combineTampering(active.map(({ act }) => act)));
    for (const { act } of active) act.tick();
  }
}
