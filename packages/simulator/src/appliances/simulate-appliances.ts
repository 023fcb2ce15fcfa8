/**
 * Made-up logs of appliances of people who live alone: on by habit, which depends on the type of the day, the season
 * and chance; some days unused, some readings lost, and anomalous days that are listed.
 */
import { createRandom, DAY, dayTypeOf, parseConfig, type Random, shuffle } from '@anodec/core';
import {
  APPLIANCE_ANOMALY_KINDS,
  type ApplianceAnomalyKind,
  applianceAnomalies,
} from './anomalies.js';
import { AppliancesConfig, type AppliancesSettings, KNOWN_DEVICES } from './config.js';
import { drawHousehold, drawSessions, type Household, type Session } from './habits.js';
import { encodePower } from './payload.js';

/** An anomalous day. */
export interface PlantedDay {
  readonly device: string;
  /** `YY.MM.DD` */
  readonly date: string;
  readonly kind: ApplianceAnomalyKind;
  /** Hours between which the day differs from a usual one. */
  readonly from: number;
  readonly to: number;
}

/** The log of one day, all devices mixed in the order of time. */
export interface DailyLog {
  /** `log<YY.MM.DD>.csv` */
  readonly file: string;
  readonly text: string;
}

/** What was made up. */
export interface SimulatedAppliances {
  readonly devices: readonly string[];
  /** By device, then by date. */
  readonly anomalies: readonly PlantedDay[];
  /** By device, dates on which it stays off. */
  readonly unused: ReadonlyMap<string, readonly string[]>;
  /** The logs by date; the last one ends at nine in the morning, as that of a day that goes on. */
  logs(): Generator<DailyLog>;
}

/** A device over all days. */
interface Plan {
  readonly id: string;
  readonly household: Household;
  readonly random: Random;
  readonly isUnused: Uint8Array;
  readonly kinds: ReadonlyMap<number, ApplianceAnomalyKind>;
}

/**
 * Makes up the logs; the same settings give the same bytes.
 *
 * @throws ConfigError when a setting is wrong
 */
export function simulateAppliances(settings: AppliancesSettings = {}): SimulatedAppliances {
  const config = parseConfig(AppliancesConfig, settings);
  const start = Date.parse(config.from);
  const plans = Array.from({ length: config.devices }, (_, n) => planDevice(config, n));
  const dateOf = (day: number): string => shortDate(start + day * DAY);
  return {
    devices: plans.map(({ id }) => id),
    anomalies: plans.flatMap((plan) =>
      [...plan.kinds].map(([day, kind]) => {
        const { from, to } = dayOf(plan, start, day);
        return { device: plan.id, date: dateOf(day), kind, from, to };
      }),
    ),
    unused: new Map(
      plans.map(({ id, isUnused }) => [
        id,
        Array.from(isUnused, (unused, day) => (unused === 1 ? [dateOf(day)] : [])).flat(),
      ]),
    ),
    *logs() {
      for (let day = 0; day <= config.days; day++) {
        const until = day < config.days ? 24 : 9;
        const readings = plans.flatMap((plan) => readingsOf(plan, start, day, config.missingShare));
        const lines = readings
          .filter(({ time }) => time < until * 3600)
          .sort((a, b) => a.time - b.time)
          .map(({ line }) => `${line}\n`);
        yield { file: `log${dateOf(day)}.csv`, text: lines.join('') };
      }
    },
  };
}

/** `YY.MM.DD` of a day of this century. */
function shortDate(day: number): string {
  return new Date(day).toISOString().slice(2, 10).replaceAll('-', '.');
}

function planDevice(config: AppliancesConfig, number: number): Plan {
  const { seed, days, cleanDays, anomalies, unusedShare } = config;
  const id = KNOWN_DEVICES[number] ?? (0x503343 + number).toString(16).toUpperCase();
  const random = createRandom(seed).stream(`appliance ${id}`);
  const isUnused = drawUnused(days, unusedShare, random.stream('unused'));
  const free = Array.from({ length: days }, (_, day) => day).filter(
    (day) => day >= cleanDays && isUnused[day] === 0,
  );
  const drawn = shuffle(free, random.stream('anomalies')).slice(0, anomalies);
  const kinds = drawn.map(
    (day, n) => [day, APPLIANCE_ANOMALY_KINDS[n % APPLIANCE_ANOMALY_KINDS.length]] as const,
  );
  return {
    id,
    household: drawHousehold(random.stream('household'), number),
    random,
    isUnused,
    kinds: new Map(kinds.sort(([a], [b]) => a - b)),
  };
}

/** Journeys of one to four days. */
function drawUnused(days: number, share: number, random: Random): Uint8Array {
  const isUnused = new Uint8Array(days);
  const left = Math.round(days * share);
  for (let used = 0, tries = 0; used < left && tries < 100 * days; tries++) {
    const first = random.integer(days);
    const end = Math.min(days, first + 1 + random.integer(4), first + left - used);
    if (isUnused.subarray(first, end).includes(1)) continue;
    isUnused.fill(1, first, end);
    used += end - first;
  }
  return isUnused;
}

/** The sessions of a day, and where they are anomalous. */
function dayOf(plan: Plan, start: number, day: number) {
  const { household, random, isUnused, kinds } = plan;
  if (isUnused[day] === 1) return { sessions: [], from: 0, to: 0 };
  const time = start + day * DAY;
  const yearShare = (time / DAY / 365.2425) % 1;
  const drawn = random.stream(`day ${day}`);
  const usual = drawSessions(household, dayTypeOf(time), yearShare, drawn);
  const kind = kinds.get(day);
  return kind === undefined
    ? { sessions: usual, from: 0, to: 0 }
    : applianceAnomalies[kind](usual, drawn.stream(kind));
}

/** One reading about every twelve minutes. @returns seconds since midnight, and the line of the log */
function readingsOf(plan: Plan, start: number, day: number, missingShare: number) {
  const { id, household, random } = plan;
  const { sessions } = dayOf(plan, start, day);
  const noise = random.stream(`readings ${day}`);
  const outage = drawOutage(noise);
  let drift = 0; // brightness and programme change slowly
  return Array.from({ length: 120 }, (_, slot) => {
    const seconds = Math.round(60 * (12 * slot + household.phase) + 12 * noise.normal());
    const time = Math.min(86_399, Math.max(0, seconds));
    drift = 0.8 * drift + noise.normal();
    const power = isOn(sessions, time / 3600) ? household.level + drift : noise.uniform();
    const isLost = noise.uniform() < missingShare || outage.has(slot);
    const signal = -60 - noise.integer(25);
    const line = `${clockOf(time)},${id},${signal},${encodePower(Math.max(0, power))}`;
    return { time, line, isLost };
  }).filter(({ isLost }) => !isLost);
}

/** Slots without a reading: on one day of fifty, half an hour to two hours. */
function drawOutage(random: Random): Set<number> {
  const [happens, first, length] = [
    random.uniform() < 0.02,
    random.integer(110),
    random.integer(9),
  ];
  return new Set(happens ? Array.from({ length: 2 + length }, (_, n) => first + n) : []);
}

function isOn(sessions: readonly Session[], hour: number): boolean {
  return sessions.some(({ start, end }) => hour >= start && hour < end);
}

/** `HH:MM:SS` */
function clockOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19);
}
