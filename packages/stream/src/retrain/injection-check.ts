/**
 * Whether a new model still sees what the one in use sees: both score the same normal rows, which neither learned from,
 * once as they are and once with injected anomalies. A model that was trained on rows of an attack, or on too few,
 * fits well and sees less; no count of false alarms would say so.
 */
import { DataError, frameLength, framePeriod, type TimeSeriesFrame } from '@anodec/core';
import { applyAlarmPolicy } from '@anodec/eval';
import { scoreFrame, type TrainedRun } from '@anodec/pipeline';
import { collectRecordings, prepareFrame } from '@anodec/preprocess';
import { InjectConfig, injectAnomalies } from '@anodec/simulator';

/** Anomalies that are injected, where there is room for them. */
const MOST = 12;
const FEWEST = 4;
/** Rows of an anomaly: this part of the rows that there are for it. */
const LENGTH = 1 / 4;

/** How many anomalies each of them caught. */
export interface InjectionCheck {
  readonly injected: number;
  readonly caughtInUse: number;
  readonly caughtNew: number;
  /** Caught by the model in use and not by the new one. */
  readonly missed: number;
  /** Alarms of each on the same rows as they are. */
  readonly falseInUse: number;
  readonly falseNew: number;
}

/**
 * Injects anomalies into normal rows and counts which of them each model catches: with an alarm that is not there
 * without the anomaly, so that a model that is always in alarm catches none.
 *
 * @throws DataError when the rows are too few for four anomalies
 */
export async function checkInjections(
  frame: TimeSeriesFrame,
  inUse: TrainedRun,
  candidate: TrainedRun,
): Promise<InjectionCheck> {
  const { frame: injected, attacks } = inject(frame);
  const caught: boolean[][] = [];
  const alarms: number[] = [];
  for (const trained of [inUse, candidate]) {
    const clean = await intervalsOf(trained, frame);
    const during = await intervalsOf(trained, injected);
    alarms.push(clean.length);
    caught.push(attacks.map((attack) => overlaps(during, attack) && !overlaps(clean, attack)));
  }
  const [old, found] = caught;
  return {
    injected: attacks.length,
    caughtInUse: old.filter(Boolean).length,
    caughtNew: found.filter(Boolean).length,
    missed: old.filter((seen, n) => seen && !found[n]).length,
    falseInUse: alarms[0],
    falseNew: alarms[1],
  };
}

/** As many anomalies as there is room for. */
function inject(frame: TimeSeriesFrame) {
  for (let count = MOST; ; count--) {
    const rows = Math.floor((frameLength(frame) / count) * LENGTH);
    const length = frame.clock === 'rows' ? '1s' : `${(rows * framePeriod(frame)) / 1000}s`;
    try {
      return injectAnomalies(frame, InjectConfig.parse({ count, length }));
    } catch (error) {
      if (!(error instanceof DataError) || count === FEWEST) throw error;
    }
  }
}

interface Interval {
  readonly start: number;
  readonly end: number;
}

/** The alarms of a model. */
async function intervalsOf(
  { settings, preprocessing, detectors: [primary] }: TrainedRun,
  frame: TimeSeriesFrame,
): Promise<readonly Interval[]> {
  const { period } = preprocessing;
  const { frames } = collectRecordings([frame], settings.preprocess, () => 'held-out rows', {
    trained: period,
  });
  const prepared = prepareFrame(frames[0], preprocessing);
  const { detector, input, alarmPolicy } = primary;
  const scores = await scoreFrame(detector, prepared, input, preprocessing);
  return applyAlarmPolicy(alarmPolicy, { frame: prepared.raw, scores }).alarms;
}

function overlaps(intervals: readonly Interval[], { start, end }: Interval): boolean {
  return intervals.some((interval) => interval.start <= end && interval.end >= start);
}
