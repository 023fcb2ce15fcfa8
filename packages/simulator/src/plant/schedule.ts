/**
 * When each attack starts in a recording of any length.
 *
 * In a shorter recording pauses shrink first, down to 45 minutes or what the list itself gives;
 * only then are attacks cut, the longest first: all get the same cap, never below 100 s. Each attack
 * waits for its start state, at most four hours and half of the time that the later ones can spare;
 * then it starts all the same, and its entry says so. What waiting cost is taken from the pauses
 * that follow, so that the next attack is back at its own time as soon as it can be. Found by running the plant once, which is cheap beside writing it.
 */
import { checkStopped, ConfigError, formatDuration } from '@anodec/core';
import { type ActiveAttack, beginAttack, combineTampering } from './attack-act.js';
import { ORIGINAL_SECONDS, ORIGINAL_START, plantAttacks } from './attacks.js';
import { lookAt, type PlantAttack } from './plant-attack.js';
import { createSimulator, type SimulatorOptions } from './simulator.js';

/** An attack with its place in a recording, in seconds since the recording began. */
export interface ScheduledAttack {
  readonly attack: PlantAttack;
  /** First second at which something is done. */
  readonly start: number;
  /** Seconds it lasts; 0 where nothing is done. */
  readonly length: number;
  /** Whether its start state held when it started. */
  readonly startStateHeld: boolean;
}

/** An attack that waits for its turn. */
export interface PlannedAttack {
  readonly attack: PlantAttack;
  readonly length: number;
  /** Seconds since the end of the one before, as listed; below zero where the list overlaps. */
  readonly pause: number;
  /** When it would start if none had to wait. */
  readonly aim: number;
}

/** Attacks keep at least this length. */
const SHORTEST_ATTACK = 100;
/** Pauses shrink to three quarters of an hour, waiting included, before an attack is cut. */
const PAUSE_FLOOR = 2700;
/** Seconds between attacks where waiting cost time, and where there is no time left. */
const SHORT_PAUSE = 1200;
const LAST_RESORT = 300;
const LONGEST_WAIT = 4 * 3600;

/** Shortest attack recording in which the whole list finds its place. */
const SHORTEST_ATTACK_RECORDING = 12 * 3600;

/** What scheduling needs to know. */
export interface ScheduleOptions extends SimulatorOptions {
  /** Seconds of the recording. */
  readonly seconds: number;
  readonly attacks?: readonly PlantAttack[];
  /** Whether attacks are placed so that labels at the listed times are late or early, as published. */
  readonly labelShift?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Finds a place for each attack of the list, in its order.
 *
 * @throws ConfigError when the recording is too short for the list
 */
export function scheduleAttacks(options: ScheduleOptions): ScheduledAttack[] {
  const { seconds, attacks = plantAttacks, labelShift = true } = options;
  if (seconds < SHORTEST_ATTACK_RECORDING) {
    throw new ConfigError(
      `A recording with the list of attacks must last at least ` +
        `${formatDuration(SHORTEST_ATTACK_RECORDING * 1000)}, got ${formatDuration(seconds * 1000)}.`,
    );
  }
  const planned = planAttacks(attacks, seconds, labelShift);
  const simulator = createSimulator(options);
  const scheduled: ScheduledAttack[] = [];
  let active: { readonly act: ActiveAttack; readonly end: number } | undefined;
  let free = 0;
  let turn = turnOf(planned, 0, free, seconds);
  for (let t = 0; t < seconds; t++) {
    if (t % 20_000 === 0) checkStopped(options.signal, 'placing the attacks');
    const view = simulator.sense();
    if (active && t >= active.end) active = undefined;
    while (scheduled.length < planned.length && t >= turn.from) {
      const { attack, length } = planned[scheduled.length];
      const startStateHeld = attack.startsWhen(lookAt(view), view);
      if (!startStateHeld && t < turn.latest) break;
      scheduled.push({ attack, start: t, length, startStateHeld });
      if (length > 0) active = { act: beginAttack(attack.acts), end: t + length };
      free = Math.max(free, t + length);
      if (scheduled.length < planned.length) {
        turn = turnOf(planned, scheduled.length, free, seconds);
      }
    }
    if (scheduled.length === planned.length) break;
    simulator.act(active && combineTampering([active.act]));
    active?.act.tick();
  }
  return scheduled;
}

/** Lengths and pauses as listed, cut to what the recording can hold, before any waiting. */
export function planAttacks(
  attacks: readonly PlantAttack[],
  seconds: number,
  labelShift: boolean,
): PlannedAttack[] {
  let free = 0;
  const listed = attacks.map((attack) => {
    const start = (attack.start - ORIGINAL_START) / 1000 - (labelShift ? attack.labelDelay : 0);
    const length = attack.end === undefined ? 0 : (attack.end - attack.start) / 1000 + 1;
    const pause = start - free;
    free = Math.max(free, start + length);
    return { attack, length, pause };
  });
  const tail = ORIGINAL_SECONDS - free;
  const pauses = sum(listed.map(({ pause }) => Math.min(pause, PAUSE_FLOOR))) + PAUSE_FLOOR;
  const lengths = listed.map(({ length }) => length);
  const cap = findCap(lengths, seconds - pauses);
  const cut = sum(lengths.map((length) => Math.min(length, cap)));
  const share = Math.min(1, (seconds - cut) / (sum(listed.map(({ pause }) => pause)) + tail));
  let end = 0;
  return listed.map((entry) => {
    const length = Math.min(entry.length, cap);
    const aim = Math.max(0, end + shrink(entry.pause, share));
    end = aim + length;
    return { ...entry, length, aim };
  });
}

/** Attacks that follow on each other at once keep doing so. */
function shrink(pause: number, share: number): number {
  return pause > 1 ? Math.round(pause * share) : pause;
}

/** The largest length that, as the longest of all, lets the sum stay within `room`. */
function findCap(lengths: readonly number[], room: number): number {
  let low = SHORTEST_ATTACK;
  let high = Math.max(...lengths);
  while (low < high) {
    const cap = Math.ceil((low + high) / 2);
    if (sum(lengths.map((length) => Math.min(length, cap))) <= room) low = cap;
    else high = cap - 1;
  }
  return low;
}

/** From when an attack may start, and when it starts at the latest. */
function turnOf(
  planned: readonly PlannedAttack[],
  index: number,
  free: number,
  seconds: number,
): { from: number; latest: number } {
  const [next, ...later] = planned.slice(index);
  const { pause, aim } = next;
  // back to back in the list: there is no state to wait for but the one before
  if (pause <= 1 && index > 0) return { from: free + pause, latest: free + pause };
  const from = Math.max(aim, free + Math.min(pause, SHORT_PAUSE));
  const after = sum(later.map((entry) => entry.length + Math.min(entry.pause, LAST_RESORT)));
  const latest = seconds - LAST_RESORT - after - next.length;
  // half of what is left, so that one rare state does not leave the later ones without a choice
  const wait = Math.min(LONGEST_WAIT, Math.max(0, latest - from) / 2);
  return { from: Math.min(from, latest), latest: Math.min(from + wait, latest) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
