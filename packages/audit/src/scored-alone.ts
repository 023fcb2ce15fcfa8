/**
 * Does a row have the same score alone, in a batch, in a longer series and live? Detectors score a part
 * of the first test recording again, and single rows with the rows before them that they look back on.
 */
import {
  countOf,
  formatCount,
  frameLength,
  framePeriod,
  type Scores,
  sliceFrame,
} from '@anodec/core';
import { applyAlarmPolicy, type FittedAlarmPolicy, startAlarmPolicy } from '@anodec/eval';
import { type ArtifactDetector, scoreFrame } from '@anodec/pipeline';
import { type PreparedFrame, prepareFrame } from '@anodec/preprocess';
import { type AuditCheck, type AuditFinding, type AuditInput, passedIf } from './check.js';
import { compareScores, describeDifference, type ScoreDifference } from './differing-scores.js';

/** Rows that are scored again, at most. */
const ROWS = 5000;
/** Rows that are scored alone. */
const ALONE = 25;

export const longerSeries: AuditCheck = {
  key: 'longerSeries',
  title: 'Scores do not depend on later rows',
  async run(input) {
    const frame = input.recordings.tests.frames[0];
    const { raw: whole } = input.recordings.prepared[0];
    const rows = Math.min(ROWS, Math.ceil(frameLength(frame) / 2)); // at least half must be later
    const { preprocessing } = input.trained;
    const part = prepareFrame(sliceFrame(frame, { start: 0, end: rows }), preprocessing);
    const period = framePeriod(whole);
    return compareDetectors(
      input,
      `the first ${formatCount(rows)} of ${formatCount(frameLength(frame))} test rows, prepared and scored without those after them`,
      async (one, stored) => {
        const again = await scoreFrame(
          one.detector,
          part,
          one.input,
          preprocessing,
          signalOf(input),
        );
        const scores = compareScores(stored.rows, again.rows);
        if (scores.largest > 0) return scores; // smoothing would only repeat it
        const before = applyAlarmPolicy(one.alarmPolicy, { frame: whole, scores: stored });
        const after = applyAlarmPolicy(
          one.alarmPolicy,
          { frame: part.raw, scores: again },
          { period },
        );
        return compareScores(before.score, after.score);
      },
    );
  },
};

export const rowAlone: AuditCheck = {
  key: 'rowAlone',
  title: 'A row has the same score alone and in a batch',
  run(input) {
    const [prepared] = input.recordings.prepared;
    return compareDetectors(
      input,
      `${ALONE} test rows, each alone with the rows that the detector looks back on`,
      async (one, stored) => {
        const pairs: [number, number][] = [];
        const tried = spreadRows(frameLength(prepared.raw), one.detector.lookback);
        for (const t of tried) {
          const alone = await scoreLast(one, prepared, t, input);
          pairs.push([stored.rows[t], alone]);
        }
        const { largest, row } = compareScores(
          pairs.map(([batch]) => batch),
          pairs.map(([, alone]) => alone),
        );
        return row === undefined ? { largest } : { largest, row: tried[row] };
      },
    );
  },
};

export const live: AuditCheck = {
  key: 'live',
  title: 'The alarm policy gives a row the same score live and in a batch',
  run(input) {
    const [{ raw }] = input.recordings.prepared;
    const rows = Math.min(ROWS, frameLength(raw));
    return compareDetectors(
      input,
      `${formatCount(rows)} test rows, one by one as they would come`,
      async ({ alarmPolicy }, stored) => {
        const { score } = applyAlarmPolicy(alarmPolicy, { frame: raw, scores: stored });
        return compareScores(score, liveScores(alarmPolicy, raw, stored, rows));
      },
    );
  },
};

/** Compares the stored test scores of every detector with what `score` makes of them. */
async function compareDetectors(
  { trained: { run, detectors } }: AuditInput,
  compared: string,
  compare: (one: ArtifactDetector, stored: Scores) => Promise<ScoreDifference>,
): Promise<AuditFinding> {
  const findings: string[] = [];
  let failed = false;
  for (const one of detectors) {
    const stored = await run.readScores({ detector: one.name, side: 'test', index: 0 });
    const difference = await compare(one, stored);
    failed ||= difference.row !== undefined;
    findings.push(describeDifference(difference));
  }
  const same = findings.every((finding) => finding === findings[0]);
  const each = findings.map((finding, i) => `${detectors[i].title}: ${finding}`).join('; ');
  return {
    compared: `${countOf(detectors.length, 'detector')} on ${compared}`,
    result: passedIf(!failed),
    finding: same ? findings[0] : each,
  };
}

/** Score of row `t` of a recording of which nothing but its lookback is there. */
async function scoreLast(
  { detector, input }: ArtifactDetector,
  prepared: PreparedFrame,
  t: number,
  audit: AuditInput,
): Promise<number> {
  const rows = { start: t - detector.lookback, end: t + 1 };
  const part = {
    raw: sliceFrame(prepared.raw, rows),
    inputs: sliceFrame(prepared.inputs, rows),
    drifts: [],
  };
  const { preprocessing } = audit.trained;
  const scores = await scoreFrame(detector, part, input, preprocessing, signalOf(audit));
  return scores.rows[detector.lookback];
}

/** Rows spread over a recording, none of them before `lookback`. */
function spreadRows(T: number, lookback: number): number[] {
  const step = (T - 1 - lookback) / (ALONE - 1);
  const rows = Array.from({ length: ALONE }, (_, i) => Math.round(lookback + i * step));
  return [...new Set(rows)].filter((t) => t >= lookback && t < T);
}

function liveScores(
  policy: FittedAlarmPolicy,
  frame: PreparedFrame['raw'],
  { rows, channels }: Scores,
  n: number,
): Float32Array {
  const C = frame.channels.length;
  const { channels: names, clock, timestamps } = frame;
  const stream = startAlarmPolicy(policy, { channels: names, clock, period: framePeriod(frame) });
  return Float32Array.from({ length: n }, (_, t) => {
    const own = channels && { channels: channels.subarray(t * C, (t + 1) * C) };
    const scores = { rows: rows.subarray(t, t + 1), ...own };
    return stream.push({ scores, timestamps: timestamps.subarray(t, t + 1) }).score[0];
  });
}

/** Listeners without progress, which belongs to the audit. */
function signalOf({ listeners: { signal } }: AuditInput) {
  return signal ? { signal } : {};
}
