/**
 * Channels that reveal the labels: a copy of a label under a name that no rule knows is constant
 * in training and follows the attacks in the test recording, so that every detector that sees it
 * catches everything and has learned nothing.
 */
import type { TimeSeriesFrame } from '@anodec/core';

/** A channel that follows the labels. */
export interface LabelLeak {
  readonly channel: string;
  /** Its only value in normal recordings, and the other one that it takes in the test recording. */
  readonly normalValue: number;
  readonly attackValue: number;
  /** Rows that leave the normal value and are labelled as attack, of those that do either, 0 to 1. */
  readonly agreement: number;
  /** Whether it leaves its normal value exactly from the first to the last row of labelled attacks. */
  readonly sameRuns: boolean;
}

/** Agreement from which a channel is near the labels. */
const NEAR = 0.95;

/**
 * Finds channels that are constant in all normal recordings and take one other value in the test
 * recording, in nearly the rows that are labelled as attack, or in exactly those of some attacks.
 *
 * @param normalFrames recordings of normal operation, with the channels of the test recording
 * @returns in the order of the channels; none where the test recording has no labelled attack
 */
export function findLabelLeaks(
  normalFrames: readonly TimeSeriesFrame[],
  testFrame: TimeSeriesFrame,
): readonly LabelLeak[] {
  const { labels, channels } = testFrame;
  if (!labels?.includes(1)) return [];
  return channels.flatMap((channel, c) => {
    const normalValue = onlyValue(normalFrames, channel);
    const attackValue =
      normalValue === undefined ? undefined : otherValue(testFrame, c, normalValue);
    if (normalValue === undefined || attackValue === undefined) return [];
    const active = channelRows(testFrame, c, attackValue);
    const leak = { agreement: agreementOf(active, labels), sameRuns: haveSameRuns(active, labels) };
    const near = leak.agreement >= NEAR || leak.sameRuns;
    return near ? [{ channel, normalValue, attackValue, ...leak }] : [];
  });
}

/** The only value that a channel has, missing readings apart; undefined where it has several. */
function onlyValue(frames: readonly TimeSeriesFrame[], channel: string): number | undefined {
  let only: number | undefined;
  for (const { values, channels } of frames) {
    const c = channels.indexOf(channel);
    if (c < 0) return undefined;
    for (let i = c; i < values.length; i += channels.length) {
      const value = values[i];
      if (Number.isNaN(value)) continue;
      if (only !== undefined && value !== only) return undefined;
      only = value;
    }
  }
  return only;
}

/** The only value beside `normal` that a channel takes; undefined where there is none or several. */
function otherValue(
  { values, channels }: TimeSeriesFrame,
  c: number,
  normal: number,
): number | undefined {
  let other: number | undefined;
  for (let i = c; i < values.length; i += channels.length) {
    const value = values[i];
    if (Number.isNaN(value) || value === normal) continue;
    if (other !== undefined && value !== other) return undefined;
    other = value;
  }
  return other;
}

function channelRows({ values, channels }: TimeSeriesFrame, c: number, value: number): Uint8Array {
  const C = channels.length;
  return Uint8Array.from({ length: values.length / C }, (_, t) =>
    Number(values[t * C + c] === value),
  );
}

/** Rows in both over rows in either. */
function agreementOf(active: Uint8Array, labels: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let t = 0; t < active.length; t++) {
    if (active[t] === 1 && labels[t] === 1) both++;
    if (active[t] === 1 || labels[t] === 1) either++;
  }
  return both / either;
}

/** Whether every run of the channel begins and ends with a run of the labels. */
function haveSameRuns(active: Uint8Array, labels: Uint8Array): boolean {
  for (let t = 0; t <= active.length; t++) {
    const changes = (active[t] === 1) !== (active[t - 1] === 1);
    if (active[t] === 1 && labels[t] !== 1) return false;
    if (changes && (labels[t] === 1) === (labels[t - 1] === 1)) return false;
    // a run of the labels that begins or ends within a run of the channel
    if (!changes && active[t] === 1 && (labels[t] === 1) !== (labels[t - 1] === 1)) return false;
  }
  return true;
}
