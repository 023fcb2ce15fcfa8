/** The result of a leakage audit: what audit.json of a run holds and the report shows. */
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { formatCount } from './format.js';

/** One check of an audit. */
const AuditLine = z.strictObject({
  /** Name of the check. */
  key: z.string(),
  /** What must hold. */
  title: z.string(),
  /** What was compared: rows, windows, detectors. */
  compared: z.string(),
  result: z.enum(['passed', 'failed', 'not checked']),
  /** What was found, with numbers. */
  finding: z.string(),
});

/** A whole audit; it holds for the artifact and the scores that it names. */
const AuditResultSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** When it was made, ISO 8601. */
  created: z.string(),
  seconds: z.number(),
  /** SHA-256 over artifact, scoring and test scores of the run that was audited. */
  audited: z.string(),
  lines: z.array(AuditLine),
});

export type AuditLine = z.output<typeof AuditLine>;
export type AuditResult = z.output<typeof AuditResultSchema>;

/** The schema without its parts, so that declarations stay short. */
export const AuditResult: z.ZodType<AuditResult> = AuditResultSchema;

/** Checks an audit that came from JSON. @throws DataError when it is none */
export function parseAuditResult(json: unknown, origin = 'the audit'): AuditResult {
  const { data, error } = AuditResult.safeParse(json);
  if (data) return data;
  const [{ path, message }] = error.issues;
  throw new DataError(
    `${origin} must be an audit, got a fault at ${path.join('.') || 'its root'}: ${message}. Audit the run again.`,
  );
}

/** Titles of the checks that failed. */
export function failedChecks({ lines }: AuditResult): string[] {
  return lines.filter(({ result }) => result === 'failed').map(({ title }) => title);
}

/** How many checks of an audit failed, such as `1 of 9 checks`; undefined where none did or there is no audit. */
export function failedShare(audit: AuditResult | undefined): string | undefined {
  if (!audit) return undefined;
  const failed = failedChecks(audit).length;
  return failed > 0 ? `${failed} of ${formatCount(audit.lines.length, 'check')}` : undefined;
}

/** Whether the audit found that normalisation, threshold or p-values do not follow from normal scores. */
export function contradictsThreshold(audit: AuditResult | undefined): boolean {
  return (
    audit?.lines.some(({ key, result }) => key === 'alarmPolicy' && result === 'failed') ?? false
  );
}
