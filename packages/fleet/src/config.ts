/** Settings of a fleet: which devices, where they are kept, what a training of one is like, what it may take. */
import { isDuration, isRecord } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import {
  detectorConfigWithUsual,
  type GivenSettings,
  parseSections,
  type Settings,
  SourceConfig,
  trainSections,
} from '@anodec/pipeline';
import { z } from 'zod';

const duration = (help: string) =>
  z
    .string()
    .refine(isDuration, { error: 'must be a duration such as 90s, 30min or 2h' })
    .optional()
    .describe(help);

/** Which devices, and where they are kept. */
export const DevicesConfig = z.strictObject({
  devices: z
    .string()
    .describe(
      'Folder with a table or a folder of tables for each device, or a table with the columns id and path',
    ),
  fleet: z.string().default('fleet').describe('Folder of the fleet, with models and states'),
});

/** What a fleet may take. */
export const FleetEffortConfig = z.strictObject({
  workers: z
    .int()
    .min(1)
    .max(4096)
    .default(1)
    .describe('Number of devices at a time; the processes of a machine share its cores'),
  deviceTime: duration('Time that a device may take, such as 10min; one that takes longer fails'),
  deviceMemory: z
    .int()
    .min(64)
    .optional()
    .describe('Memory that the process of a device may take, in MB; one that takes more fails'),
  retries: z
    .int()
    .min(0)
    .default(2)
    .describe('Number of further attempts at a device whose process died'),
});

export type FleetEffortConfig = z.output<typeof FleetEffortConfig>;

/** How tables of devices are read. */
export const FleetReadingConfig = SourceConfig.pick({
  headerRow: true,
  skipRows: true,
  missingWords: true,
  wordValues: true,
  sheet: true,
  delimiter: true,
  decimal: true,
});

/** The detector of a fleet unless another is chosen: small, and fitted in a moment. */
const USUAL_DETECTOR = 'norm';

/** What a training of a device is like; the same for all devices of a fleet. */
const sections = {
  reading: FleetReadingConfig,
  prepare: PrepareConfig,
  preprocess: trainSections.preprocess,
  detector: detectorConfigWithUsual(USUAL_DETECTOR),
  alarmPolicy: trainSections.alarmPolicy,
};

export type TrainSettings = Settings<typeof sections>;

/** The groups of settings of a training. */
export const trainSettings = {
  sections,
  /** @throws ConfigError when a setting is unknown or out of its range */
  parse: (given: unknown): TrainSettings =>
    parseSections(sections, isRecord(given) ? (given as GivenSettings) : {}),
};

/** What is looked at when devices are scored. */
export const DetectConfig = z.strictObject({
  rows: z
    .int()
    .min(1)
    .default(60)
    .describe('Number of newest rows of a device that decide its state'),
  every: duration('Score all devices again after this time, until Ctrl-C, such as 5min'),
});
