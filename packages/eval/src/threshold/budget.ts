import type { ThresholdRule } from './threshold.js';

/** Limits that are tried, from the largest score down; finer steps change nothing one would see. */
const CANDIDATES = 400;

/**
 * The lowest limit at which normal rows raise no more alarms than one is ready to look at.
 *
 * Alarms are counted as they will be raised, after merging; the search goes down from the largest
 * score and ends where the budget is first exceeded, because further down alarms merge and their
 * number falls again. When less than one alarm is allowed the limit is the largest score.
 */
export const budget: ThresholdRule = ({ scores, alarmsAbove, recorded, unit }, settings) => {
  const allowed = settings.budget * recorded;
  const distinct = Float32Array.from(new Set(scores)).sort((a, b) => b - a);
  const step = Math.max(1, Math.floor(distinct.length / CANDIDATES));
  let value = distinct[0];
  for (let i = 0; i < distinct.length && alarmsAbove(distinct[i]) <= allowed; i += step) {
    value = distinct[i];
  }
  const count = alarmsAbove(value);
  return {
    value: settings.margin * value,
    rule:
      `${settings.margin} × the lowest limit at which normal rows held out from training raise at ` +
      `most ${settings.budget} alarms per ${unit} (they raise ${count} in ` +
      `${recorded.toFixed(2)} ${unit === 'day' ? 'days' : `× ${unit}`})`,
  };
};
