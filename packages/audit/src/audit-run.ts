/** The leakage audit of a run: everything that could have let test rows in is computed anew and compared. */
import { checkStopped, type Listeners, withProgress } from '@anodec/core';
import {
  identifyAudited,
  prepareNormalData,
  readEvaluated,
  type TrainedRun,
} from '@anodec/pipeline';
import type { AuditLine, AuditResult } from '@anodec/report';
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
  const task = { label: 'Auditing', total: auditChecks.length, unit: 'checks' };
  await withProgress(progress, task, async (update) => {
    for (const [done, { key, title, run: check }] of auditChecks.entries()) {
      update(done, title);
      await new Promise(setImmediate); // lets Ctrl-C through between checks that only compute
      checkStopped(signal, 'auditing the run');
      const note = (text: string): void => update(done, text);
      lines.push({ key, title, ...(await check({ ...input, note })) });
      checkStopped(signal, 'auditing the run');
    }
  });
  const result: AuditResult = {
    formatVersion: 1,
    created: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
    audited: await identifyAudited(run),
    lines,
  };
  await run.writeAudit(result);
  return result;
}
