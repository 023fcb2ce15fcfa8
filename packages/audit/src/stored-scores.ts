/**
 * Are the stored test scores what the artifact gives? The report is made from the stored ones, so that
 * every test recording is scored again as a whole by every detector, rows and channels.
 */
import { checkStopped, columnOf, countOf, frameLength, type Scores } from '@anodec/core';
import { type ArtifactDetector, scoreFrame } from '@anodec/pipeline';
import { type AuditCheck, type AuditInput, passedIf } from './check.js';
import {
  compareScores,
  describeDifference,
  describeSame,
  type ScoreDifference,
} from './differing-scores.js';

/** How far scores of one recording lie apart, and where they are not the same a phrase that says so. */
interface Comparison {
  readonly largest: number;
  readonly difference?: string;
}

export const storedScores: AuditCheck = {
  key: 'storedScores',
  title: 'Every stored test score is what the artifact gives',
  async run(input) {
    const { detectors } = input.trained;
    const { prepared } = input.recordings;
    const rows = prepared.reduce((sum, { raw }) => sum + frameLength(raw), 0);
    const found: Comparison[] = [];
    for (const one of detectors) {
      for (let index = 0; index < prepared.length; index++) {
        found.push(await compareRecording(input, one, index));
      }
    }
    const differences = found.flatMap(({ difference }) => difference ?? []);
    const largest = Math.max(0, ...found.map((one) => one.largest));
    return {
      compared:
        `${countOf(detectors.length, 'detector')} on all ${countOf(rows, 'test row')} of ` +
        `${countOf(prepared.length, 'recording')}, rows and channels scored again`,
      result: passedIf(differences.length === 0),
      finding: differences.length === 0 ? describeSame(largest) : differences.join('; '),
    };
  },
};

/** Scores a recording again and compares it with what the run keeps. */
async function compareRecording(
  { trained: { run, preprocessing }, recordings, listeners: { signal }, note }: AuditInput,
  { name, title, detector, input }: ArtifactDetector,
  index: number,
): Promise<Comparison> {
  const { source } = recordings.tests.recorded[index];
  checkStopped(signal, `scoring again with ${title}`);
  note(`${title} scores ${source} again`);
  const prepared = recordings.prepared[index];
  const stored = await run.readScores({ detector: name, side: 'test', index });
  const options = signal ? { signal } : {};
  const again = await scoreFrame(detector, prepared, input, preprocessing, options);
  const { largest, difference } = compareStored(stored, again, prepared.raw.channels);
  if (difference === undefined) return { largest };
  return { largest, difference: `${title} on ${source}: ${difference}` };
}

/**
 * Compares stored scores with computed ones, rows first, then channel by channel. Two are the same where
 * they differ by at most 0.01 % of the larger one or of the usual computed one in the same column: next
 * to zero, rounding is a large share of the score itself.
 *
 * @param stored rows (T), channels (T, C) where the detector has them
 * @param channels names of the C channels
 */
export function compareStored(
  stored: Scores,
  computed: Scores,
  channels: readonly string[],
): Comparison {
  const [kept, made] = [stored, computed].map(sizesOf);
  if (kept !== made)
    return {
      largest: Infinity,
      difference: `${kept} stored, ${made} computed`,
    };
  const rows = compareColumn(stored.rows, computed.rows);
  const found = [{ name: '', ...rows }];
  if (stored.channels && computed.channels) {
    const C = channels.length;
    for (const [c, channel] of channels.entries()) {
      const column = [columnOf(stored.channels, c, C), columnOf(computed.channels, c, C)] as const;
      found.push({ name: `${channel} `, ...compareColumn(...column) });
    }
  }
  const largest = Math.max(...found.map((one) => one.largest));
  const [first, ...others] = found.filter(({ row }) => row !== undefined);
  if (!first) return { largest };
  const more = others.length > 0 ? `, and so do ${countOf(others.length, 'channel')}` : '';
  return {
    largest,
    difference: `${first.name}${describeDifference(first)}${more}`,
  };
}

function sizesOf({ rows, channels }: Scores): string {
  return `${countOf(rows.length, 'row score')} and ${countOf(channels?.length ?? 0, 'channel score')}`;
}

function compareColumn(stored: Float32Array, computed: Float32Array): ScoreDifference {
  const numbers = computed.filter((score) => Number.isFinite(score));
  const usual = numbers.reduce((sum, score) => sum + Math.abs(score), 0) / numbers.length;
  return compareScores(stored, computed, numbers.length > 0 ? usual : 0);
}
