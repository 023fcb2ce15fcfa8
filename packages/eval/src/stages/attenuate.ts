/** Stage: the drift rule, channel by channel. */
import type { RowStream, Stage } from '@anodec/core';
import type { Attenuate } from '../drift/drift.js';
import { driftRules } from '../drift/registry.js';
import type { RowTime } from '../span.js';

/** A stretch in which a channel keeps more than this of its error is not worth a line in the report. */
const NOTABLE = 0.8;

/** A stretch in which a channel's error was attenuated, because it was high for hours. */
export interface Attenuated {
  readonly channel: string;
  /** First and last row, in the clock of the recording. */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  /** Strongest attenuation: the smallest factor on the error, in [0, 1). */
  readonly attenuation: number;
}

/** Channel errors of successive rows. */
export interface ErrorRows {
  /** (n, C), in the unit of the detector, NaN where there is none. */
  readonly errors: Float32Array;
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
}

/** Factors on the errors of successive rows. */
export interface AttenuationRows {
  /** (n, C), in [0, 1]. */
  readonly attenuation: Float32Array;
  /** Notable stretches that ended, by channel and then by time. */
  readonly attenuated: readonly Attenuated[];
}

/** A recording in the middle; stretches that go on to its last row end with `finish`. */
export interface AttenuatingStream<Rows, Result> extends RowStream<Rows, Result> {
  /** Notable stretches that the end of the recording ends, by channel. */
  finish(): Attenuated[];
}

/** A stage that attenuates on the way, and reports the stretches; `apply` reports all. */
export interface AttenuatingStage<Rows, Result> extends Stage<Rows, Result> {
  start(): AttenuatingStream<Rows, Result>;
}

/** Makes such a stage from what it does at the beginning of a recording. */
export function createAttenuatingStage<
  Rows,
  Result extends { readonly attenuated: readonly Attenuated[] },
>(start: () => AttenuatingStream<Rows, Result>): AttenuatingStage<Rows, Result> {
  return {
    start,
    apply(whole) {
      const stream = start();
      const result = stream.push(whole);
      return { ...result, attenuated: [...result.attenuated, ...stream.finish()] };
    },
  };
}

/** Channel and fitted state of the drift rule. */
export interface DriftNorm {
  readonly channel: string;
  readonly drift: unknown;
}

/**
 * The stage of the drift rule. Factors do not depend on later rows, and continue over gaps.
 *
 * @param settings of the rule, with its `kind`
 */
export function attenuationStage(
  settings: { readonly kind: string },
  norms: readonly DriftNorm[],
  time: RowTime,
): AttenuatingStage<ErrorRows, AttenuationRows> {
  const rule = driftRules.get(settings.kind);
  return createAttenuatingStage(() => {
    const channels = norms.map(({ channel, drift }) =>
      startChannel(channel, rule.start(settings, drift, time)),
    );
    return {
      push: (rows) => attenuate(channels, rows),
      finish: () => channels.flatMap((channel) => channel.end()),
    };
  });
}

interface ChannelStream {
  /** The factor on the next error, in single precision. */
  next(error: number, time: number): number;
  /** Ends the stretch; none, or one where it was notable. */
  end(): Attenuated[];
  /** Stretches that ended since the last call. */
  take(): Attenuated[];
}

function attenuate(
  channels: readonly ChannelStream[],
  { errors, timestamps }: ErrorRows,
): AttenuationRows {
  const C = channels.length;
  const attenuation = new Float32Array(errors.length);
  for (let t = 0, i = 0; t < timestamps.length; t++) {
    for (let c = 0; c < C; c++, i++) attenuation[i] = channels[c].next(errors[i], timestamps[t]);
  }
  return { attenuation, attenuated: channels.flatMap((channel) => channel.take()) };
}

function startChannel(channel: string, factorOf: Attenuate): ChannelStream {
  let ended: Attenuated[] = [];
  let stretch: { start: number; end: number; rows: number; attenuation: number } | null = null;
  const end = (): Attenuated[] => {
    const last = stretch;
    stretch = null;
    return last && last.attenuation < NOTABLE ? [{ channel, ...last }] : [];
  };
  return {
    next(error, time) {
      const attenuation = Math.fround(factorOf(error));
      if (attenuation < 1) {
        stretch ??= { start: time, end: time, rows: 0, attenuation };
        stretch.end = time;
        stretch.rows++;
        stretch.attenuation = Math.min(stretch.attenuation, attenuation);
      } else if (stretch) ended.push(...end());
      return attenuation;
    },
    end,
    take() {
      const taken = ended;
      ended = [];
      return taken;
    },
  };
}
