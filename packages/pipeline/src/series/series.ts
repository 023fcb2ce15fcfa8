/** A data set in memory, prepared for detectors, and what a detector makes of it: it needs no store and no run. */
import type { DetectorInput, Scores } from '@anodec/core';
import type { SeriesTest } from '@anodec/data';
import type { PreparedFrame } from '@anodec/preprocess';
import type { NormalData } from '../data/normal-data.js';

/** A prepared test recording. */
export interface PreparedTest extends Omit<SeriesTest, 'frame'> {
  readonly prepared: PreparedFrame;
}

/** Normal rows that a detector learns from, and the test recordings. */
export interface PreparedSeries {
  readonly normal: NormalData;
  readonly tests: readonly PreparedTest[];
}

/** A detector with its settings. */
export interface SeededDetector {
  /** Name of the detector. */
  readonly kind: string;
  /** Its settings, complete; `seed` replaces theirs. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: DetectorInput;
  /** Null where nothing depends on one. */
  readonly seed: number | null;
}

/** Scores of one detector on one series. */
export interface SeriesScores {
  readonly training: readonly Scores[];
  readonly validation: readonly Scores[];
  readonly test: readonly Scores[];
  /** What was spent. */
  readonly seconds: { readonly fit: number; readonly score: number };
}
