/**
 * Entries of the attack list, and the plant states in which attacks start.
 *
 * A start state is what the list says, made precise where the list is too short to have an effect:
 * an inlet valve that is about to open by itself cannot be attacked by opening it.
 */
import type { AttackAct } from './attack-act.js';
import type { PlantView } from './simulator.js';
import { at, MOVING, OFF, ON, CLOSED, type PlantTag } from './tags.js';

/** Looks at one reading or actuator. */
export type See = (tag: PlantTag) => number;

/** Whether the plant is in the state that an attack starts from. */
export type StartCondition = (see: See, view: PlantView) => boolean;

/** An entry of the attack list: 36 attacks, and five that were given up. */
export interface PlantAttack {
  readonly number: number;
  /** As listed, in milliseconds since 1970; the years of 37 to 41 are corrected. */
  readonly start: number;
  /** The last second; absent where nothing was done. */
  readonly end?: number;
  /** Seconds by which the original labels come late; below zero they come early. */
  readonly labelDelay: number;
  /** Readings and actuators as the columns are called. */
  readonly points: readonly string[];
  readonly startState: string;
  readonly action: string;
  /** The column "Actual Change" of the list. */
  readonly changesActuator: boolean;
  readonly intent: string;
  readonly unexpected: string;
  /** False where the attack has no effect on the plant; an observation, not a rule. */
  readonly leavesTrace: boolean;
  readonly acts: readonly AttackAct[];
  readonly startsWhen: StartCondition;
}

/** An entry with defaults omitted. */
interface AttackEntry extends Partial<Omit<PlantAttack, 'start' | 'end' | 'number'>> {
  readonly number: number;
  readonly start: string;
  readonly end?: string;
}

/** Fills in the defaults of an entry. */
export function attack(entry: AttackEntry): PlantAttack {
  const { start, end, ...rest } = entry;
  return {
    labelDelay: 0,
    points: [],
    startState: '',
    action: '',
    changesActuator: false,
    intent: '',
    unexpected: '',
    leavesTrace: rest.acts !== undefined,
    acts: [],
    startsWhen: () => true,
    ...rest,
    start: readTime(start),
    ...(end === undefined ? {} : { end: readTime(end) }),
  };
}

function readTime(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** Low and high set point of each tank. */
const bands = { LIT101: [500, 800], LIT301: [800, 1000], LIT401: [800, 1000] } as const;

/** A level between its low and high set point. */
export function inBand(tag: keyof typeof bands): (see: See) => boolean {
  const [low, high] = bands[tag];
  return (see) => see(tag) > low && see(tag) < high;
}

/** The membrane has filtered nearly its half hour, and tank 301 does not hold the backwash up. */
export const backwashDue: StartCondition = (see, { filteredSeconds }) =>
  see('MV303') === CLOSED && filteredSeconds >= 1740 && see('LIT301') < 960 && see('P101') === ON;

/** Every dosing pump is off, and tank 301 holds enough water that none is needed for a while. */
export const dosingOff: StartCondition = (see) =>
  see('P201') === OFF && see('P203') === OFF && see('P205') === OFF && see('LIT301') > 900;

/** P101 is off but its valve is opening: only then does holding it on go unnoticed. */
export const transferAboutToStart: StartCondition = (see) =>
  see('P101') === OFF && see('MV201') === MOVING && see('LIT301') < 900;

/** Tank 101 neither fills nor empties: its valve shut, its pump off, the way to stage 3 shut. */
export const transferAtRest: StartCondition = (see) =>
  see('P101') === OFF &&
  see('MV101') === CLOSED &&
  see('MV201') === CLOSED &&
  see('LIT101') > 500 &&
  see('LIT101') < 805; // a valve on its way lets the level pass its mark of 800 by a little

/** The reverse osmosis produces as it should. */
export const osmosisNormal: StartCondition = (see) =>
  see('P501') === ON && see('FIT502') > 1.1 && see('AIT402') < 240 && see('UV401') === ON;

/** Looks at the readings of a view. */
export function lookAt(view: PlantView): See {
  return (tag) => view.row[at[tag]];
}
