/** What state.json says of the models of a live scoring: plain data, so that a restart has the same ones. */
import { z } from 'zod';

/** A model that scores the rows of a live scoring from some row on. */
export const MemberState = z.strictObject({
  /** Path of its run; null for the run of the command. */
  run: z.string().nullable(),
  /** Number of its training; 0 for the run of the command. */
  training: z.int(),
  /** Hash of what scores, so that no other model takes its place. */
  model: z.string(),
  /** Its scores: a file in the folder, the bytes that count, and the rows that they are of. */
  file: z.string(),
  bytes: z.int(),
  rows: z.int(),
  /** First row that it was given. */
  from: z.int(),
  /** First row since which it is in use, or as a shadow is compared: those before only warm it up. */
  use: z.int(),
});

export type MemberState = z.output<typeof MemberState>;

/** Why a training began. */
export const TrainingReason = z.enum(['schedule', 'drift']);

/** A training that is under way. */
export const TrainingState = z.strictObject({
  number: z.int(),
  reason: TrainingReason,
  /** Run of the model in use, whose settings it takes over; null for that of the command. */
  run: z.string().nullable(),
  /** Rows that it chooses from, `to` exclusive. */
  from: z.int(),
  to: z.int(),
  /** The last scored row when it began: later alarms play no part, so that a restart chooses the same rows. */
  row: z.int(),
});

export type TrainingState = z.output<typeof TrainingState>;

export const ModelsState = z.strictObject({
  /** Number of the last training. */
  trainings: z.int(),
  /** Time of the row at which the next training begins; null before the first row, and where there is no schedule. */
  due: z.number().nullable(),
  /** Row at which the model in use lost its fit; null while it fits. */
  lost: z.int().nullable(),
  training: TrainingState.nullable(),
  /** The model in use; null for that of the command from its first row. */
  inUse: MemberState.nullable(),
  /** Rows and alarms when it came into use. */
  before: z.strictObject({ scored: z.int(), alarms: z.int() }),
  shadow: MemberState.nullable(),
  /** Whether the shadow waits for an operator, who was told. */
  ready: z.boolean(),
  /** Models that were in use before, the last one last. */
  former: z.array(z.strictObject({ run: z.string().nullable(), training: z.int() })),
  /** The last request of an operator that was done. */
  request: z.string(),
});

export type ModelsState = z.output<typeof ModelsState>;
