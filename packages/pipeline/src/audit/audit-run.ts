/** The leakage audit of a run: everything that could have let test rows in is computed anew and compared. */
import { createHash } from 'node:crypto';
import { checkStopped, type Listeners, StoppedError } from '@anodec/core';
import { type AuditLine, type AuditResult, parseAuditResult } from '@anodec/report';
import type { Run } from '@anodec/runs';
import { readEvaluated } from '../evaluated-recordings.js';
import { prepareNormalData } from '../normal-data.js';
import type { TrainedRun } from '../trained-run.js';
import { auditChecks } from './registry.js';

/**
 * Audits a run that was scored, and keeps the result in it as audit.json.
 *
 * @throws DataError when the run was not scored, or its data set is gone or holds other recordings now
 * @throws StoppedError when the signal was raised; an earlier audit stays as it is
 */
export async function auditRun(
  trained: TrainedRun,
  listeners: Listeners = {},
): Promise<AuditResult> {
  const began = performance.now();
  const { run, settings } = trained;
  const { progress, signal } = listeners;
  const recordings = await readEvaluated(trained);
  const input = {
    trained,
    recordings,
    normal: prepareNormalData(recordings.normal, settings),
    listeners,
  };
  const lines: AuditLine[] = [];
  progress?.begin('Auditing', auditChecks.length, 'checks');
  for (const [done, { key, title, run: check }] of auditChecks.entries()) {
    progress?.update(done, title);
    await new Promise(setImmediate); // lets Ctrl-C through between checks that only compute
    checkStopped(signal, 'auditing the run');
    const note = (text: string): void => progress?.update(done, text);
    lines.push({ key, title, ...(await check({ ...input, note })) });
    if (signal?.aborted) throw new StoppedError('Stopped while auditing the run.');
  }
  progress?.end();
  const result: AuditResult = {
    formatVersion: 1,
    created: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
    audited: await identify(run),
    lines,
  };
  await run.writeAudit(result);
  return result;
}

/** The audit of a run as it is; undefined where there is none, or artifact or scores have changed since. */
export async function readAudit(run: Run): Promise<AuditResult | undefined> {
  const stored = await run.readAudit();
  if (stored === undefined) return undefined;
  const result = parseAuditResult(stored, `audit.json of ${run.path}`);
  return result.audited === (await identify(run)) ? result : undefined;
}

/** A hash of what the audit is about: artifact, recordings that were scored, and every stored test score. */
async function identify(run: Run): Promise<string> {
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
