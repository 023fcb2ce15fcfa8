/** Settings of the made-up logs of appliances. */
import { isMoment } from '@anodec/tables';
import { z } from 'zod';

/** Ids of the devices of the original; more are made up. */
export const KNOWN_DEVICES = ['5032AB', '5032B9', '503342'] as const;

export const AppliancesConfig = z.strictObject({
  seed: z.int().min(0).default(42).describe('Random seed of habits, readings and anomalies'),
  devices: z.int().min(1).max(1000).default(3).describe('Appliances, each in another household'),
  from: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'must be a date as 2020-04-01')
    .refine(isMoment, 'must be a date of the calendar')
    .refine((date) => date.startsWith('20'), 'must lie in the years 2000 to 2099')
    .default('2020-01-06')
    .describe('First day'),
  days: z.int().min(1).max(3000).default(240).describe('Complete days of logs'),
  cleanDays: z
    .int()
    .min(0)
    .default(180)
    .describe('Days at the beginning without a planted anomaly, to learn from'),
  anomalies: z
    .int()
    .min(0)
    .default(20)
    .describe('Anomalous days of each device, of all kinds in turn, after the days without'),
  unusedShare: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.04)
    .describe('Share of days on which nobody is at home and the appliance stays off'),
  missingShare: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.02)
    .describe('Share of readings that are lost'),
});

export type AppliancesConfig = z.output<typeof AppliancesConfig>;

/** Settings as given; the rest has defaults. */
export type AppliancesSettings = z.input<typeof AppliancesConfig>;
