/** What a study searches: `study.json`, written once. */
import { z } from 'zod';
import type { Dimension } from '../space/space.js';

const when = z.strictObject({ name: z.string(), values: z.array(z.json()) }).optional();

const DimensionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    name: z.string(),
    low: z.number(),
    high: z.number(),
    log: z.boolean(),
    integer: z.boolean(),
    step: z.number().optional(),
    when,
  }),
  z.strictObject({ kind: z.literal('choice'), name: z.string(), values: z.array(z.json()), when }),
]);

const Kind = z.looseObject({ kind: z.string() });

/** The contents of `study.json`. */
export const StudyDescription = z.strictObject({
  formatVersion: z.literal(1),
  /** Local time at which it was made. */
  created: z.string(),
  /** The task, such as "detector", and its settings, as the program that evaluates needs them. */
  task: z.string(),
  settings: z.record(z.string(), z.unknown()),
  space: z.array(DimensionSchema) as unknown as z.ZodType<Dimension[]>,
  /** What the value of a trial is, in words. */
  measure: z.string(),
  direction: z.enum(['minimise', 'maximise']),
  sampler: Kind,
  pruner: Kind,
  seed: z.int().min(0),
});

export type StudyDescription = z.output<typeof StudyDescription>;
