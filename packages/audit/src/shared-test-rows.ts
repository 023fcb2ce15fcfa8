/** Are test rows among the rows that were learned from? They are looked up by time and readings. */
import { formatCount, frameLength } from '@anodec/core';
import { countRowsSharedWith } from '@anodec/pipeline';
import { type AuditCheck, passedIf } from './check.js';

/** Fails where a test row was trained on or held out. */
export const sharedTestRows: AuditCheck = {
  key: 'sharedTestRows',
  title: 'No test row is among the normal rows',
  run({ recordings: { prepared, sides } }) {
    const tests = prepared.map(({ raw }) => raw);
    const rows = tests.reduce((sum, test) => sum + frameLength(test), 0);
    const training = countRowsSharedWith(sides.training, tests);
    const validation = countRowsSharedWith(sides.validation, tests);
    return {
      compared: `${formatCount(rows)} test rows with all normal rows, by time and readings`,
      result: passedIf(training + validation === 0),
      finding: `${formatCount(training)} were trained on, ${formatCount(validation)} are among the held-out rows`,
    };
  },
};
