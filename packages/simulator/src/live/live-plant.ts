/**
 * The plant as it runs: a row for each second, as lines of a text table, and attacks that begin when somebody asks for
 * one. For demonstrations; recordings with a schedule are `simulatePlant`.
 */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import { type ActiveAttack, beginAttack } from '../plant/attack-act.js';
import { plantAttacks } from '../plant/attacks.js';
import { createSimulator } from '../plant/simulator.js';
import { PLANT_CHANNELS } from '../plant/tags.js';

/** Settings of a plant that runs. */
export const LivePlantConfig = z.strictObject({
  seed: z.int().min(0).default(42).describe('Random seed'),
  speed: z.number().positive().default(5).describe('Seconds of the plant for each second'),
  attackSeconds: z.int().min(1).default(180).describe('Seconds of the plant that an attack lasts'),
  lead: z
    .int()
    .min(0)
    .default(600)
    .describe('Seconds of the plant that have passed when it can first be looked at'),
});

export type LivePlantConfig = z.output<typeof LivePlantConfig>;

/** Numbers of attacks that show soon, whatever state the plant is in. */
const NUMBERS = [2, 8, 22, 34, 40];

/** An attack that can be started. */
export interface LiveAttack {
  readonly number: number;
  /** What is done to what, such as "P302: close pump". */
  readonly title: string;
}

/** The attacks that can be started. */
export const liveAttacks: readonly LiveAttack[] = plantAttacks
  .filter(({ number }) => NUMBERS.includes(number))
  .map(({ number, points, action }) => ({ number, title: `${points.join(', ')}: ${action}` }));

/** How the plant stands. */
export interface LivePlantState {
  /** Rows so far. */
  readonly rows: number;
  /** The attack that goes on, with the seconds of the plant that are left of it; null for none. */
  readonly attack: (LiveAttack & { readonly left: number }) | null;
  readonly attacks: readonly LiveAttack[];
}

/** A plant that runs. */
export interface LivePlant {
  /** Lets seconds pass. @returns their rows, a line each */
  advance(seconds: number): string;
  /** @throws ConfigError when there is no such attack, or another goes on */
  attack(number: number): void;
  state(): LivePlantState;
}

/** The line above the rows. */
export const LIVE_HEADER = `Timestamp,${PLANT_CHANNELS.join(',')}\n`;

/** Starts a plant in the middle of operation. @param start time of the first row, milliseconds since 1970 */
export function createLivePlant(
  { seed, attackSeconds }: Pick<LivePlantConfig, 'seed' | 'attackSeconds'>,
  start: number,
): LivePlant {
  const simulator = createSimulator({ seed, start: 'running' });
  let rows = 0;
  let going: { readonly of: LiveAttack; readonly act: ActiveAttack; left: number } | undefined;
  const second = (): string => {
    simulator.sense();
    const readings = simulator.act(going?.act);
    going?.act.tick();
    if (going && --going.left <= 0) going = undefined;
    const time = new Date(start + 1000 * rows++).toISOString();
    return `${time},${readings.join(',')}\n`;
  };
  return {
    advance: (seconds) => Array.from({ length: seconds }, second).join(''),
    attack(number) {
      const of = liveAttacks.find((one) => one.number === number);
      const found = plantAttacks.find((one) => one.number === number);
      if (!of || !found) {
        const known = liveAttacks.map((one) => one.number).join(', ');
        throw new ConfigError(`\`attack\` must be one of ${known}, got ${number}.`);
      }
      if (going) {
        throw new ConfigError(`Attack ${going.of.number} must be over first, in ${going.left} s.`);
      }
      going = { of, act: beginAttack(found.acts), left: attackSeconds };
    },
    state: () => ({
      rows,
      attack: going ? { ...going.of, left: going.left } : null,
      attacks: liveAttacks,
    }),
  };
}
