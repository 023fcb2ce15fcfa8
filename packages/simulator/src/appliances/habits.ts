/** How a household uses an appliance: which types of days are alike, and when it is on during them. */
import { DAY_TYPES, type Random } from '@anodec/core';

/** A time during which the appliance is on. */
export interface Session {
  /** Hours since midnight. */
  readonly start: number;
  /** Hours since midnight, after `start`. */
  readonly end: number;
}

/** A household with its appliance. */
export interface Household {
  /** The habit of each type of day, Monday to Sunday and holiday: index into `habits`. */
  readonly habitOfType: readonly number[];
  /** Usual sessions of each habit, in order, apart from each other. */
  readonly habits: readonly (readonly Session[])[];
  /** Power when on, in units of the payload. */
  readonly level: number;
  /** Hours that an evening begins earlier in the middle of winter than of summer. */
  readonly season: number;
  /** Minutes after a full twelve at which the device sends. */
  readonly phase: number;
}

/** Which types of days share a habit: Monday to Sunday, holiday. */
const GROUPINGS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 1, 1, 1], // at work, at home
  [0, 0, 0, 0, 0, 1, 2, 2], // at work, Saturdays, Sundays and holidays
  [0, 1, 0, 1, 0, 2, 2, 2], // day care on Tuesdays and Thursdays
];

/** Usual sessions, hours from and to; a household has them shifted by up to 40 minutes. */
const HABITS: readonly (readonly (readonly [number, number])[])[] = [
  [
    [6.2, 7.8],
    [18.8, 22.8],
  ], // out during the day
  [
    [8.2, 11.8],
    [13.2, 16.8],
    [19.6, 23.4],
  ], // at home all day
  [
    [9.4, 10.8],
    [14.8, 21.2],
  ], // out in the morning
];

/** Draws a household; those of the first devices have each of the groupings once. */
export function drawHousehold(random: Random, number: number): Household {
  const grouping = GROUPINGS[number % GROUPINGS.length];
  const count = Math.max(...grouping) + 1;
  return {
    habitOfType: grouping.slice(0, DAY_TYPES.length),
    habits: HABITS.slice(0, count).map((habit) =>
      habit.map(([start, end]) => ({
        start: start + (random.uniform() - 0.5) * (4 / 3),
        end: end + (random.uniform() - 0.5) * 0.8,
      })),
    ),
    level: 25 + 15 * random.uniform(),
    season: 0.6 * random.uniform(),
    phase: 1 + 10 * random.uniform(),
  };
}

/**
 * The sessions of one day: the usual ones with their daily spread, now and then one left out.
 *
 * @param type of the day, index into `DAY_TYPES`
 * @param yearShare how much of the year has passed, in [0, 1)
 */
export function drawSessions(
  { habitOfType, habits, season }: Household,
  type: number,
  yearShare: number,
  random: Random,
): Session[] {
  const usual = habits[habitOfType[type]];
  const winter = Math.cos(2 * Math.PI * yearShare);
  const sessions = usual.map(({ start, end }) => {
    const earlier = start > 16 ? (winter * season) / 2 : 0;
    const from = start - earlier + 0.2 * random.normal();
    return { start: from, end: Math.max(from + 0.5, end + 0.25 * random.normal()) };
  });
  const skipped = random.uniform() < 0.04 && sessions.length > 2 ? random.integer(2) : -1;
  return separate(sessions.filter((_, s) => s !== skipped));
}

/** Sessions within the day, each beginning after the one before has ended. */
function separate(sessions: readonly Session[]): Session[] {
  const kept: Session[] = [];
  for (const { start, end } of sessions) {
    const from = Math.max(start, (kept.at(-1)?.end ?? 0) + 0.1);
    const to = Math.min(end, 24);
    if (to - from >= 0.2) kept.push({ start: from, end: to });
  }
  return kept;
}
