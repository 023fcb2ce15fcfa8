/** The checks of the leakage audit, in order. To add one: a file beside this one, a line here. */
import { alarmPolicy } from './alarm-policy.js';
import type { AuditCheck } from './check.js';
import { scaler } from './scaler.js';
import { live, longerSeries, rowAlone } from './scored-alone.js';
import { sharedTestRows } from './shared-test-rows.js';
import { shuffledLabels } from './shuffled-labels.js';
import { storedScores } from './stored-scores.js';
import { windows } from './windows.js';

export const auditChecks: readonly AuditCheck[] = [
  scaler,
  windows,
  alarmPolicy,
  storedScores,
  shuffledLabels,
  longerSeries,
  rowAlone,
  live,
  sharedTestRows,
];
