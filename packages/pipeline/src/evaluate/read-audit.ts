/** The leakage audit that a run keeps, and whether it still is about the run as it is. */
import { createHash } from 'node:crypto';
import { type AuditResult, parseAuditResult } from '@anodec/report';
import type { Run } from '@anodec/runs';

/** The audit of a run as it is; undefined where there is none, or artifact or scores have changed since. */
export async function readAudit(run: Run): Promise<AuditResult | undefined> {
  const stored = await run.readAudit();
  if (stored === undefined) return undefined;
  const result = parseAuditResult(stored, `audit.json of ${run.path}`);
  return result.audited === (await identifyAudited(run)) ? result : undefined;
}

/** A hash of what the audit is about: artifact, recordings that were scored, and every stored test score. */
export async function identifyAudited(run: Run): Promise<string> {
  const [artifact, scoring] = [await run.readArtifact(), await run.readScoring()];
  const hash = createHash('sha256').update(JSON.stringify([artifact, scoring]));
  const detectors = await run.listDetectors();
  for (const detector of detectors.sort()) {
    for (let index = 0; ; index++) {
      const stored = await run.readScores({ detector, side: 'test', index }).catch(() => undefined);
      if (!stored) break;
      hash.update(stored.rows).update(stored.channels ?? '');
    }
  }
  return hash.digest('hex');
}
