/** What scoring.json of a run holds. */
import { z } from 'zod';
import { RecordedFrame } from '../data/recorded-frame.js';

/** scoring.json: which recordings were scored, by content; none while scoring is not finished. */
export const StoredScoring = z.strictObject({
  formatVersion: z.literal(1),
  recordings: z.array(
    z.strictObject({
      ...RecordedFrame.shape,
      rows: z.int(),
      scoredRows: z.int(),
      unscored: z.array(z.strictObject({ reason: z.string(), rows: z.int() })),
    }),
  ),
});

export type StoredScoring = z.output<typeof StoredScoring>;
