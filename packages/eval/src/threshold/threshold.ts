/**
 * Thresholds come from scores of normal rows alone. The one that looks at labels, `OracleThreshold`,
 * is a type of its own: nothing that raises alarms accepts it.
 */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import type { z } from 'zod';

/** A threshold without labels; a row above it is anomalous. */
export interface Threshold {
  readonly sawLabels: false;
  /** Name in the table of thresholds. */
  readonly kind: string;
  /** In the unit of the score. */
  readonly value: number;
  /** How it was made, one sentence for the report. */
  readonly rule: string;
  /** Normal scores it was made from. */
  readonly scores: number;
  /**
   * Whether the rule could not be followed on so few normal rows and a simpler one took its place;
   * absent in thresholds stored before this was recorded.
   */
  readonly fellBack?: boolean;
}

/** The best threshold with every label known: an upper bound, no result. */
export interface OracleThreshold {
  readonly sawLabels: true;
  readonly kind: 'ORACLE';
  readonly value: number;
  readonly rule: string;
}

/** What a threshold is made from. */
export interface NormalScores {
  /** (N), all recordings one after the other, all numbers, at least one. */
  readonly scores: Float32Array;
  /** How many alarms a threshold would raise on these rows. */
  readonly alarmsAbove: (limit: number) => number;
  /** The recorded time, in days, or in thousands of rows where there is no clock. */
  readonly recorded: number;
  /** What `recorded` counts. */
  readonly unit: 'day' | '1,000 rows';
}

/** A threshold and how it was made, in one sentence. */
export interface PickedThreshold {
  readonly value: number;
  readonly rule: string;
  /** Whether a simpler rule took the place of the one that was asked for; the sentence says so. */
  readonly fellBack?: boolean;
}

/** An entry of the table of thresholds. */
export interface ThresholdRule<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Picks a threshold. */
  pick(settings: unknown, normal: NormalScores): PickedThreshold;
}

/** Makes a threshold rule from its settings and its choice. */
export function defineThreshold<Settings extends VariantSettings>(
  settings: Settings,
  pick: (settings: z.output<Settings>, normal: NormalScores) => PickedThreshold,
): ThresholdRule<Settings> {
  return { settings, pick: (given, normal) => pick(parseConfig(settings, given), normal) };
}
