/** Settings of a simulation, kept with their defaults in simulation.json beside the workbooks. */
import { parseDuration } from '@anodec/core';
import { isMoment } from '@anodec/tables';
import { z } from 'zod';

const duration = z.string().regex(/^\s*(?=.*[1-9])\d+(\.\d+)?\s*(s|sec|min|m|h|d)\s*$/i, {
  error: 'must be a duration such as 36h or 5d',
  abort: true, // what is no duration has no length to check
});

const date = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/,
    'must be a date and time such as 2015-12-28 10:00:00',
  )
  .refine(isMoment, 'must be a date that exists')
  .optional();

const quirk = (help: string) => z.boolean().default(true).describe(help);

/** Each quirk of the original files, one by one. */
export const DirtConfig = z.strictObject({
  bannerRow: quirk('Row with the stages P1 to P6 above the column names'),
  paddedHeaders: quirk('Blank before "Timestamp" and before seven tags of the attack workbook'),
  textTimestamps: quirk('Times as text, day first, 12-hour clock, instead of date cells'),
  labelTypos: quirk('Label "A ttack" in a few rows'),
  missingSeconds: quirk('Gap of 81 seconds between attacks 30 and 31'),
  labelShift: quirk(
    'Labels that lag behind the effect up to attack 30 and precede it from attack 32 on',
  ),
  labelSlip: quirk('Rows labelled as attack half a day before attack 21, without an attack'),
  wrongYears: quirk('Attacks 37 to 41 listed one year too early'),
  timeOfDayCells: quirk(
    'Attack list with ends as time of day without a date, and starts formatted as time only',
  ),
  legendRows: quirk('Legend and a remark on attack 26 below the attack list'),
  pointSpellings: quirk('Attack points spelt MV-101, Mv-303, DIT-301, UV-01'),
});

export type DirtConfig = z.output<typeof DirtConfig>;

/** A simulation: two recordings of normal operation, one under attack, and the list of attacks. */
export const SimulateConfig = z.strictObject({
  seed: z.int().min(0).default(42).describe('Random seed of the simulation'),
  normalDuration: duration
    .default('48h')
    .refine(atLeast('1h'), 'must be at least 1h, the second workbook leaves out half of it')
    .describe('Length of normal operation, such as 36h; the original has 138h'),
  normalStart: date.describe(
    'Time of the first row of normal operation (default: its last row is at 2015-12-28 09:59:59)',
  ),
  attackDuration: duration
    .default('60h')
    .refine(atLeast('12h'), 'must be at least 12h, or the list of attacks does not fit')
    .describe('Length of the recording with attacks, at least 12h; the original has 125h'),
  attackStart: date.describe(
    'Time of the first row of the recording with attacks (default: its last row is at 2016-01-02 14:59:59)',
  ),
  dirt: DirtConfig.prefault({}).describe('Quirks of the original files, all on by default'),
});

export type SimulateConfig = z.output<typeof SimulateConfig>;

/** Settings as given; the rest has defaults. */
export type SimulateSettings = z.input<typeof SimulateConfig>;

/** The lengths of the originals: 496,800, 495,000 and 449,919 rows. */
export const FULL_SIZE = { normalDuration: '138h', attackDuration: '125h' } as const;

/** First second after each recording, unless a start is given. */
const NORMAL_END = Date.UTC(2015, 11, 28, 10);
const ATTACK_END = Date.UTC(2016, 0, 2, 15);

/** Time range of a recording. */
export interface Span {
  /** Milliseconds since 1970 of the first row. */
  readonly start: number;
  readonly seconds: number;
}

/** The recording of normal operation. */
export function normalSpan(config: SimulateConfig): Span {
  return span(config.normalDuration, config.normalStart, NORMAL_END);
}

/** The recording under attack. */
export function attackSpan(config: SimulateConfig): Span {
  return span(config.attackDuration, config.attackStart, ATTACK_END);
}

function span(length: string, start: string | undefined, end: number): Span {
  const seconds = Math.floor(parseDuration(length) / 1000);
  return { seconds, start: start === undefined ? end - seconds * 1000 : readDate(start) };
}

function readDate(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

function atLeast(shortest: string): (text: string) => boolean {
  return (text) => parseDuration(text) >= parseDuration(shortest);
}
