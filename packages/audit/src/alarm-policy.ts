/** Do normalisation, threshold and calibration follow from the normal scores alone? They are fitted again. */
import { isDeepStrictEqual } from 'node:util';
import { countOf, formatCount, type Scores } from '@anodec/core';
import {
  type ChannelNorm,
  fitAlarmPolicy,
  type FittedAlarmPolicy,
  type ScoredFrame,
  type Threshold,
} from '@anodec/eval';
import type { PreparedFrame } from '@anodec/preprocess';
import type { Run } from '@anodec/runs';
import { type AuditCheck, passedIf } from './check.js';

export const alarmPolicy: AuditCheck = {
  key: 'alarmPolicy',
  title: 'Normalisation, threshold and p-values follow from normal scores alone',
  async run({ trained: { run, detectors }, normal }) {
    const differences: string[] = [];
    let rows = 0;
    for (const { name, title, alarmPolicy: stored } of detectors) {
      const read = (side: 'training' | 'validation') => readSide(run, name, side, normal[side]);
      const [training, validation] = [await read('training'), await read('validation')];
      if (!training || !validation) {
        return {
          compared: title,
          result: 'not checked',
          finding: 'the run keeps no scores of normal rows, as one of an earlier version',
        };
      }
      rows = [...training, ...validation].reduce((sum, one) => sum + one.scores.rows.length, 0);
      const again = fitAlarmPolicy(stored.config, { training, validation });
      const found = policyDifferences(stored, again);
      if (found.length > 0) differences.push(`${title}: ${found.join(', ')}`);
    }
    return {
      compared: `${countOf(detectors.length, 'detector')}, fitted again to ${countOf(rows, 'stored score')} of normal rows each`,
      result: passedIf(differences.length === 0),
      finding: differences.length === 0 ? 'equal to the bit' : differences.join('; '),
    };
  },
};

/** The parts in which two fitted policies differ; none where they are the same. */
export function policyDifferences(stored: FittedAlarmPolicy, again: FittedAlarmPolicy): string[] {
  const [first, second] = [plain(stored), plain(again)];
  const threshold =
    first.threshold.value === second.threshold.value
      ? []
      : [`threshold ${first.threshold.value}, fitted again ${second.threshold.value}`];
  const norms = first.norms.filter((norm, i) => !isDeepStrictEqual(norm, second.norms[i]));
  return [
    ...threshold,
    ...(norms.length > 0 ? [`normalisation of ${withOthers(norms)}`] : []),
    ...(isDeepStrictEqual(first.pooling, second.pooling) ? [] : ['pooling']),
    ...(isDeepStrictEqual(first.limit ?? null, second.limit ?? null)
      ? []
      : ['state of the moving threshold']),
    ...ruleDifferences(first.threshold, second.threshold),
    // of runs before there was a calibration, no p-value is printed
    ...(!first.calibration || isDeepStrictEqual(first.calibration, second.calibration)
      ? []
      : ['the calibration, from which p-values follow']),
  ];
}

function withOthers([{ channel }, ...others]: readonly ChannelNorm[]): string {
  return others.length === 0
    ? channel
    : `${channel} and ${countOf(others.length, 'other channel')}`;
}

/** What is printed of a threshold besides its value: how it was made, and from how many scores. */
function ruleDifferences(
  { kind, sawLabels, rule, scores }: Threshold,
  fitted: Threshold,
): string[] {
  return [
    ...(kind === fitted.kind && sawLabels === fitted.sawLabels ? [] : ['kind of the threshold']),
    ...(rule === fitted.rule ? [] : [`rule "${rule}", fitted again "${fitted.rule}"`]),
    ...(scores === fitted.scores
      ? []
      : [`made from ${countOf(scores, 'score')}, fitted again from ${formatCount(fitted.scores)}`]),
  ];
}

/** As it comes back from a file. */
function plain(policy: FittedAlarmPolicy): FittedAlarmPolicy {
  return JSON.parse(JSON.stringify(policy)) as FittedAlarmPolicy;
}

/** Stored scores beside their frames; undefined where the run has none. */
async function readSide(
  run: Run,
  detector: string,
  side: 'training' | 'validation',
  frames: readonly PreparedFrame[],
): Promise<ScoredFrame[] | undefined> {
  const scored: ScoredFrame[] = [];
  for (const [index, { raw: frame }] of frames.entries()) {
    const scores = await run.readScores({ detector, side, index }).catch((): Scores | undefined => {
      return undefined;
    });
    if (!scores) return undefined;
    scored.push({ frame, scores });
  }
  return scored;
}
