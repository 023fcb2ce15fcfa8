/** The check of a report that comes from a file. */
import { DataError } from '@anodec/core';
import { METRIC_FAMILIES, type MetricFamily } from '@anodec/metrics';
import { z } from 'zod';
import { AuditResult } from './audit-result.js';
import { Diagnostics } from './diagnostics.js';
import { type EvaluationReport, FORMAT_VERSION } from './report.js';

const text = z.string();
const number = z.number();
const count = z.int().min(0);
const maybe = number.nullable();
const segment = z.strictObject({ start: count, end: count });
const values = z.record(text, maybe);
const recording = text.optional();
const shares = z.array(z.strictObject({ channel: text, share: number }));
const facts = z.array(z.strictObject({ name: text, value: text }));
const time = z.strictObject({ value: number, unit: z.enum(['day', '1,000 rows']) });

// loose: their makers may record more about them than a report shows
const threshold = z.looseObject({
  sawLabels: z.union([z.literal(false), z.literal('validation')]),
  kind: text,
  value: number,
  rule: text,
  scores: count,
});
const attenuated = z.looseObject({
  channel: text,
  start: number,
  end: number,
  rows: count,
  attenuation: number,
  recording,
});

const metric = z.strictObject({
  key: text,
  title: text,
  description: text,
  family: z.enum(Object.keys(METRIC_FAMILIES) as MetricFamily[]),
  unit: z.enum(['number', 'share', 'count', 'attacks', 'rate', 'duration', 'points']),
  range: z.tuple([maybe, maybe]),
  higherIsBetter: z.boolean(),
  ranked: z.boolean().optional(),
  source: text,
  floor: text,
  chance: z.enum(['alarms', 'rows']).optional(),
  scope: z.enum(['rows', 'events']),
  costly: z.boolean().optional(),
  perRecovery: z.boolean().optional(),
  shown: z.enum(['everywhere', 'report', 'data']).optional(),
});

const rowCounts = {
  rows: count,
  scoredRows: count,
  unscoredRows: count,
  unscored: z.array(z.strictObject({ reason: text, rows: count })),
  unknownLabelRows: count,
  evaluatedRows: count,
  attackRows: count,
  alarmedRows: count,
};

const eventCounts = {
  attacks: count,
  caught: count,
  detectedDuringEarlierAlarm: count,
  alarms: count,
  trueAlarms: count,
  falseAlarms: count,
};

const confusion = {
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
};

const oracle = z.strictObject({
  threshold: z.strictObject({
    sawLabels: z.literal(true),
    kind: z.literal('ORACLE'),
    value: number,
    rule: text,
  }),
  confusion: z.strictObject(confusion),
  precision: maybe,
  recall: maybe,
  f1: maybe,
});

const attack = z.strictObject({
  name: text,
  start: number,
  end: number,
  channels: z.array(text),
  leavesTrace: z.boolean(),
  action: text.optional(),
});

const attackResult = z.strictObject({
  attack,
  recording,
  rows: segment,
  caught: z.boolean(),
  duringEarlierAlarm: z.boolean(),
  delay: maybe,
  lasts: number,
  covered: number,
  top: shares,
  named: z.boolean().nullable(),
});

const alarmResult = z.looseObject({
  rows: segment,
  start: number,
  end: number,
  lasts: number,
  peak: z.strictObject({ row: count, time: number, value: number }),
  mean: number,
  channels: shares,
  recording,
  limit: number.optional(),
  meaning: z.enum(['attack', 'traceless', 'recovery', 'false', 'unknown']),
  attacks: z.array(text),
});

const bands = z.record(
  text,
  z.strictObject({ mean: number, low: number, high: number, draws: count }).nullable(),
);

const floor = z.strictObject({
  key: z.enum(['randomScores', 'randomTimes', 'everyRow', 'noRow']),
  name: text,
  description: text,
  draws: count,
  costlyDraws: count,
  metrics: bands,
  events: z.array(z.strictObject({ recovery: text, metrics: bands })),
});

const evaluation = z.strictObject({
  ...rowCounts,
  knowledge: z.enum(['attacks', 'noAttacks', 'unknown']),
  knownFrom: z.enum(['list', 'labels', 'nothing']),
  recorded: time,
  recordings: z.array(z.strictObject({ name: text, ...rowCounts, ...eventCounts })),
  metrics: values,
  events: z.array(z.strictObject({ recovery: text, ...eventCounts, metrics: values })).min(1),
  points: z.strictObject({ ...confusion, oracle: oracle.nullable() }).nullable(),
  withoutLongest: z
    .strictObject({ longest: text, evaluatedRows: count, metrics: values })
    .nullable(),
  floors: z.array(floor),
  collapsed: z.boolean(),
  attacks: z.array(attackResult),
  alarms: z.array(alarmResult),
  traceless: z.array(attackResult),
  outside: z.array(text),
});

/** A report, as `createReport` makes it. */
const EvaluationReportSchema: z.ZodType<EvaluationReport> = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  title: text,
  created: text,
  clock: z.enum(['utc', 'elapsed', 'rows']),
  metrics: z.array(metric),
  results: z
    .array(z.strictObject({ name: text, threshold, evaluation, attenuated: z.array(attenuated) }))
    .min(1),
  drifted: z.array(z.strictObject({ channel: text, start: number })).optional(),
  testRowUse: z.strictObject({ rows: count, training: count, validation: count }).optional(),
  seeds: z
    .strictObject({
      group: text,
      own: maybe,
      seeds: z.array(z.strictObject({ seed: number, run: text.nullable() })),
    })
    .optional(),
  audit: AuditResult.optional(),
  data: facts,
  run: facts,
  diagnostics: Diagnostics.optional(),
  settings: z.record(text, z.unknown()),
});

/**
 * Checks a report that came from JSON; the sections that `renderJson` adds are dropped.
 *
 * @param origin where it came from, for the message: the path of a file
 * @throws DataError when it is no report, or one of another format version
 */
export function parseEvaluationReport(json: unknown, origin = 'the report'): EvaluationReport {
  const object: object = typeof json === 'object' && json !== null ? json : {};
  const { sections: _sections, ...report } = object as Record<string, unknown>;
  checkVersion(report, origin);
  const result = EvaluationReportSchema.safeParse(report);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new DataError(
    `${origin} must be an evaluation report, got a fault at ${path.join('.')}: ${message}. Evaluate the run again.`,
  );
}

function checkVersion(report: Record<string, unknown>, origin: string): void {
  const { formatVersion: version } = report;
  if (version === FORMAT_VERSION) return;
  if (version === undefined && Array.isArray(report.results)) {
    throw new DataError(
      `${origin} must have format version ${FORMAT_VERSION}, got a report of an earlier version of anodec without one. Evaluate the run again.`,
    );
  }
  if (version === undefined) {
    throw new DataError(`${origin} must be an evaluation report, got other contents.`);
  }
  throw new DataError(
    `${origin} must have format version ${FORMAT_VERSION}, got ${JSON.stringify(version)}. Evaluate the run again, or read it with the version of anodec that wrote it.`,
  );
}
