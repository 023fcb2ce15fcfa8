/** How a threshold came about, in the words of findings and sections. */
import { type AuditResult, contradictsThreshold } from './audit-result.js';
import type { DetectorResult } from './report.js';

/** How the threshold in use was set, as a participle: "set without labels". */
export function thresholdOrigin(
  { sawLabels, kind }: DetectorResult['threshold'],
  audit: AuditResult | undefined,
): string {
  if (contradictsThreshold(audit)) return 'not confirmed by the leakage audit';
  if (kind === 'fixed') return 'given'; // whoever gave it may have looked at anything
  return sawLabels === false ? 'set without labels' : 'chosen on labelled validation rows';
}
