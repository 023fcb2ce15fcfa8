/**
 * Thresholds come from scores of normal rows alone, or from validation rows whose labels were given for it.
 * The one that looks at the labels of the test, `OracleThreshold`, is a type of its own: nothing that raises
 * alarms accepts it.
 */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import { z } from 'zod';
import type { RowTime } from '../span.js';

/** A threshold that knows no label of the test; a row above it is anomalous. */
export interface Threshold {
  /** False for thresholds from normal rows, `validation` for those from labelled validation rows. */
  readonly sawLabels: false | 'validation';
  /** Name in the table of thresholds. */
  readonly kind: string;
  /** In the unit of the score; where a threshold moves, its value at the beginning of a recording. */
  readonly value: number;
  /** How it was made and what it promises, one sentence for the report. */
  readonly rule: string;
  /** Scores it was made from. */
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
  /** The same recording by recording, each (T), NaN where there is no score. */
  readonly recordings: readonly Float32Array[];
  /** How many alarms a threshold would raise on these rows. */
  readonly alarmsAbove: (limit: number) => number;
  /** The recorded time, in days, or in thousands of rows where there is no clock. */
  readonly recorded: number;
  /** What `recorded` counts. */
  readonly unit: 'day' | '1,000 rows';
  /** What a row stands for. */
  readonly time: RowTime;
}

/** A threshold and how it was made, in one sentence. */
export interface PickedThreshold {
  readonly value: number;
  readonly rule: string;
  /** Whether a simpler rule took the place of the one that was asked for; the sentence says so. */
  readonly fellBack?: boolean;
}

/** Takes the score of the next row, a number, and returns its limit, from the rows before it. */
export type MoveLimit = (score: number) => number;

/** An entry of the table of thresholds. */
export interface ThresholdRule<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Schema of the fitted state; null for thresholds that stay where they are. */
  readonly state: z.ZodType;
  /** Whether the limit moves with the rows of a recording. */
  readonly moves: boolean;
  /** Picks a threshold; the state survives JSON. */
  pick(settings: unknown, normal: NormalScores): PickedThreshold & { readonly state: unknown };
  /** Begins a recording; a limit depends on rows before its own. */
  start(settings: unknown, state: unknown, value: number, time: RowTime): MoveLimit;
}

/** Makes a threshold that stays where it is from its settings and its choice. */
export function defineThreshold<Settings extends VariantSettings>(
  settings: Settings,
  pick: (settings: z.output<Settings>, normal: NormalScores) => PickedThreshold,
): ThresholdRule<Settings> {
  return {
    settings,
    state: z.null(),
    moves: false,
    pick: (given, normal) => ({ ...pick(parseConfig(settings, given), normal), state: null }),
    start: (_, __, value) => () => value,
  };
}

/** What a threshold that moves with the rows is made from. */
export interface MovingThresholdParts<Settings extends VariantSettings, State extends z.ZodType> {
  readonly settings: Settings;
  readonly state: State;
  readonly pick: (
    settings: z.output<Settings>,
    normal: NormalScores,
  ) => PickedThreshold & { readonly state: z.output<State> };
  readonly start: (
    settings: z.output<Settings>,
    state: z.output<State>,
    time: RowTime,
  ) => MoveLimit;
}

/** Makes a threshold that moves with the rows of a recording. */
export function defineMovingThreshold<Settings extends VariantSettings, State extends z.ZodType>({
  settings,
  state,
  pick,
  start,
}: MovingThresholdParts<Settings, State>): ThresholdRule<Settings> {
  return {
    settings,
    state,
    moves: true,
    pick: (given, normal) => pick(parseConfig(settings, given), normal),
    start: (given, fitted, _, time) =>
      start(parseConfig(settings, given), parseConfig(state, fitted, 'the threshold state'), time),
  };
}
