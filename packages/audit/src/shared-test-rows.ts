/** Are test rows among the rows that were learned from? They are looked up by time and readings. */
import { formatCount, frameLength } from '@anodec/core';
import { sharedRows } from '@anodec/pipeline';
import { type AuditCheck, passedIf } from './check.js';

export const sharedTestRows: AuditCheck = {
  key: 'sharedTestRows',
  title: 'No test row is among the normal rows',
  run({ recordings: { prepared, sides } }) {
    const rows = prepared.reduce((sum, { raw }) => sum + frameLength(raw), 0);
    const count = (side: 'training' | 'validation'): number =>
      prepared.reduce((sum, { raw }) => {
        const flags = sides[side].map((frame) => sharedRows(frame, raw));
        return sum + raw.timestamps.filter((_, t) => flags.some((flag) => flag[t] === 1)).length;
      }, 0);
    const [training, validation] = [count('training'), count('validation')];
    return {
      compared: `${formatCount(rows)} test rows with all normal rows, by time and readings`,
      result: passedIf(training + validation === 0),
      finding: `${formatCount(training)} were trained on, ${formatCount(validation)} are among the held-out rows`,
    };
  },
};
