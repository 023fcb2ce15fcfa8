/**
 * From channel errors to one score per row: attenuate drift, normalise, pool, smooth.
 *
 * Everything is causal: a row's score depends on that row and on rows before it.
 */
import type { Scores, Stage } from '@anodec/core';
import type { AlarmPolicyConfig } from './alarm-policy-config.js';
import type { RowTime } from './span.js';
import {
  type Attenuated,
  type AttenuatingStage,
  attenuationStage,
  createAttenuatingStage,
} from './stages/attenuate.js';
import { normalisationStage } from './stages/normalise.js';
import { poolingStage } from './stages/pool.js';
import { type ScoreRows, smoothingStage } from './stages/smooth.js';

/** What was fitted to one channel; errors in the unit of the detector. */
export interface ChannelNorm {
  readonly channel: string;
  /** Fitted state of the normalisation, as its `state` schema says. */
  readonly scale: unknown;
  /** Fitted state of the drift rule, as its `state` schema says; null for rules without one. */
  readonly drift: unknown;
}

/** What scores are made with; plain data. */
export interface ScoringParts {
  readonly config: AlarmPolicyConfig;
  /** One for each channel; none for detectors that score rows only. */
  readonly norms: readonly ChannelNorm[];
  /** Fitted state of the pooling, as its `state` schema says; null for poolings without one. */
  readonly pooling: unknown;
}

/** What a detector says about successive rows. */
export interface DetectorRows {
  readonly scores: Scores;
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
}

/** Channel scores of successive rows. */
export interface ChannelScoreRows {
  /** (n, C), normalised, drift attenuated; NaN where there is none. */
  readonly channelScores: Float32Array;
  /** Stretches that took more than a fifth of an error away and have ended. */
  readonly attenuated: readonly Attenuated[];
}

/** Scores of successive rows. */
export interface ScoredRows {
  /** (n, C), normalised, drift attenuated; absent for detectors that score rows only. */
  readonly channelScores?: Float32Array;
  /** (n), before smoothing; NaN where the detector gives no score. */
  readonly pooled: Float32Array;
  /** (n), smoothed; NaN where the detector gives no score. */
  readonly score: Float32Array;
  /** Stretches that took more than a fifth of an error away and have ended. */
  readonly attenuated: readonly Attenuated[];
}

/** The stages up to normalised channel scores. */
export function channelScoreStage(
  { config, norms }: ScoringParts,
  time: RowTime,
): AttenuatingStage<DetectorRows, ChannelScoreRows> {
  const attenuation = attenuationStage(config.drift, norms, time);
  const scales = norms.map(({ scale }) => scale);
  const normalisation = normalisationStage(config.normalisation, scales, time);
  return createAttenuatingStage(() => {
    const [attenuating, normalising] = [attenuation.start(), normalisation.start()];
    return {
      push({ scores: { channels: errors = new Float32Array(0) }, timestamps }) {
        const { attenuation: factors, attenuated } = attenuating.push({ errors, timestamps });
        return { channelScores: normalising.push({ errors, attenuation: factors }), attenuated };
      },
      finish: () => attenuating.finish(),
    };
  });
}

/** The stages up to the smoothed score. */
export function scoringStage(
  parts: ScoringParts,
  time: RowTime,
): AttenuatingStage<DetectorRows, ScoredRows> {
  const { config, norms, pooling } = parts;
  const smoothing = smoothingStage(config.smoothing, time);
  if (norms.length === 0) return rowScoringStage(smoothing);
  const channelScoring = channelScoreStage(parts, time);
  const pool = poolingStage(config.pooling, pooling, norms.length);
  return createAttenuatingStage(() => {
    const [scoring, pools, smooths] = [channelScoring.start(), pool.start(), smoothing.start()];
    return {
      push(rows) {
        const { channelScores, attenuated } = scoring.push(rows);
        const pooled = pools.push(channelScores);
        const score = smooths.push({ score: pooled, timestamps: rows.timestamps });
        return { channelScores, pooled, score, attenuated };
      },
      finish: () => scoring.finish(),
    };
  });
}

/** For detectors that score rows only: nothing but smoothing. */
function rowScoringStage(
  smoothing: Stage<ScoreRows, Float32Array>,
): AttenuatingStage<DetectorRows, ScoredRows> {
  return createAttenuatingStage(() => {
    const smooths = smoothing.start();
    return {
      push({ scores: { rows: pooled }, timestamps }) {
        return { pooled, score: smooths.push({ score: pooled, timestamps }), attenuated: [] };
      },
      finish: () => [],
    };
  });
}
