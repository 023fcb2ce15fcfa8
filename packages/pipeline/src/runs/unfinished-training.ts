/** What to say of a run whose training did not come to its end, wherever its results are shown. */
import { countOf } from '@anodec/core';
import type { Run } from '@anodec/runs';

const ENDS: Readonly<Record<string, string>> = {
  stopped: 'was stopped',
  crashed: 'was killed',
  failed: 'failed',
  running: 'is still going',
};

/** A sentence with the weights that such a run has; undefined for one that finished. */
export async function describeUnfinished(run: Run): Promise<string | undefined> {
  const end = ENDS[await run.readStatus()];
  if (end === undefined) return undefined;
  const { epochs } = await run.readSummary();
  const best = await run.bestCheckpoint();
  const after = epochs === undefined ? '' : ` after ${countOf(epochs, 'epoch')}`;
  const weights = best ? `, with the weights of epoch ${best.epoch}, the best by then` : '';
  return `The training of ${run.path} ${end}${after}; its detector is what it had learned${weights}.`;
}
