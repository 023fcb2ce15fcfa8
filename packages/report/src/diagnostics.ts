/**
 * What a report holds beside metrics: where the data come from, how they were split, and how far results
 * depend on choices. Each part is absent where it was not measured. Schemas, and types from them.
 */
import { z } from 'zod';

const text = z.string();
const number = z.number();
const count = z.int().min(0);
const maybe = number.nullable();
const fact = z.strictObject({ name: text, value: text });

/** A stored recording, identified by its content. */
export const RecordingIdentity = z.strictObject({
  role: z.enum(['normal', 'test']),
  source: text,
  /** Of channels, times and readings as they are stored after cleaning. */
  sha256: text,
  rows: count,
  channels: count,
  /** First and last row, in the clock of the recording; null where it has no rows. */
  from: maybe,
  to: maybe,
});
export type RecordingIdentity = z.infer<typeof RecordingIdentity>;

/** What cleaning found or changed in a file, as a sentence with its count. */
export const CleaningNote = z.strictObject({
  source: text,
  about: z.enum(['rows', 'channels', 'readings', 'labels', 'times']),
  warning: z.boolean(),
  text,
});
export type CleaningNote = z.infer<typeof CleaningNote>;

/** Consecutive rows of a recording, by their first and last time. */
export const RowSpan = z.strictObject({ source: text, from: number, to: number, rows: count });
export type RowSpan = z.infer<typeof RowSpan>;

/** How normal operation was split, beside the rows that were tested. */
export const SplitResult = z.strictObject({
  training: z.array(RowSpan),
  validation: z.array(RowSpan),
  test: z.array(RowSpan),
  /** Rows between training and held-out rows that belong to neither, the fewest of any recording. */
  purge: count,
  windowSize: z.int().min(1),
  /** Whether windows to train on were drawn from the held-out rows, too. */
  drawnFromAll: z.boolean(),
  /** Rows that the normalisation of errors learned from; null for detectors that score rows only. */
  normalisation: z.enum(['all', 'training']).nullable(),
});
export type SplitResult = z.infer<typeof SplitResult>;

/** What alarms come to, no recovery after an attack excused. */
const alarmCounts = {
  flaggedRows: count,
  attacks: count,
  detected: count,
  alarms: count,
  falseAlarms: count,
  falseAlarmRate: maybe,
  precision: maybe,
  recall: maybe,
  f1: maybe,
};
export const AlarmCountsSchema = z.strictObject(alarmCounts);

/** The counts at one threshold. */
export const SweepStep = z.strictObject({ factor: number, threshold: number, ...alarmCounts });

/** The range check of each channel by itself. */
export const RangeCheckResult = z.strictObject({
  counts: AlarmCountsSchema,
  /** Share of the rows that it flags. */
  flagged: number,
  /** The same without channels that left their range for good; absent where there are none. */
  settled: z
    .strictObject({ without: z.array(text), counts: AlarmCountsSchema, flagged: number })
    .optional(),
  attacks: z.array(
    z.strictObject({
      name: text,
      recording: text.optional(),
      found: z.boolean(),
      /** Channels that leave the range of normal rows, the one that does so longest first. */
      channels: z.array(text),
    }),
  ),
});
export type RangeCheckResult = z.infer<typeof RangeCheckResult>;

/** What one choice of settings would have come to. */
export const VariantResult = z.strictObject({
  name: text,
  /** Whether it is the choice of the run. */
  chosen: z.boolean(),
  counts: AlarmCountsSchema,
});
export type VariantResult = z.infer<typeof VariantResult>;

/** Results over the choices of one setting. */
export const SensitivityGroup = z.strictObject({
  what: text,
  how: text,
  variants: z.array(VariantResult),
  /** Choices without a result, and why. */
  failed: z.array(z.strictObject({ name: text, reason: text })),
});
export type SensitivityGroup = z.infer<typeof SensitivityGroup>;

/** Results on disturbed test rows. */
const disturbed = z.strictObject({
  name: text,
  how: text,
  counts: AlarmCountsSchema,
  auprc: maybe,
});
export const RobustnessResult = z.strictObject({
  /** The rows that were scored again. */
  rows: RowSpan,
  undisturbed: z.strictObject({ counts: AlarmCountsSchema, auprc: maybe }),
  cases: z.array(disturbed),
});
export type RobustnessResult = z.infer<typeof RobustnessResult>;

/** The window of normal operation that is nearest to an alarm. */
export const NearestNormal = z.strictObject({
  /** Number of the alarm in the report, from 1 on. */
  alarm: z.int().min(1),
  channels: z.array(text),
  rows: count,
  source: text,
  from: number,
  /** Root mean square difference, in scaled units. */
  distance: number,
});
export type NearestNormal = z.infer<typeof NearestNormal>;

/** Where a channel score is largest. */
export const ChannelPeak = z.strictObject({
  channel: text,
  recording: text.optional(),
  score: number,
  time: number,
});
export type ChannelPeak = z.infer<typeof ChannelPeak>;

const curvePoint = z.strictObject({
  falsePositiveRate: number,
  recall: number,
  precision: number,
});

/** Everything beside the metrics; each part is absent where it was not measured. */
export const Diagnostics = z.strictObject({
  /** What commands call the run, such as `3`. */
  runName: text.optional(),
  recordings: z.array(RecordingIdentity).optional(),
  cleaning: z.array(CleaningNote).optional(),
  split: SplitResult.optional(),
  /** Settings of the threshold rule. */
  thresholdSettings: z.array(fact).optional(),
  sweep: z.array(SweepStep).optional(),
  ranges: RangeCheckResult.optional(),
  sensitivity: z.array(SensitivityGroup).optional(),
  robustness: RobustnessResult.optional(),
  cost: z.array(fact).optional(),
  curves: z
    .strictObject({ points: z.array(curvePoint), operating: curvePoint.nullable() })
    .optional(),
  /** The channels with the largest scores, in their order. */
  channelPeaks: z.array(ChannelPeak).optional(),
  nearest: z.array(NearestNormal).optional(),
});
export type Diagnostics = z.infer<typeof Diagnostics>;
