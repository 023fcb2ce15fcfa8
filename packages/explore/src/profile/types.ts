/** The profile of a table as data. */
import type { ChannelReport } from '../inspect/channel.js';
import type { TableReport } from '../inspect/inspect.js';
import type { Trend } from './trend.js';
import type { Histogram } from './histogram.js';
import type { RepeatedRows } from './repeated-rows.js';

/** Statistics of a channel for its page; those beyond the report are absent without readings. */
export interface ChannelProfile extends ChannelReport {
  /** At `PROFILE_QUANTILES`. */
  readonly quantiles?: readonly number[];
  readonly histogram?: Histogram;
  readonly trend?: Trend;
}

/** Correlations of the channels that move. */
export interface CorrelationMatrix {
  /** (K) */
  readonly names: readonly string[];
  /** (K, K), row-major. */
  readonly values: Float64Array;
}

/** All statistics of a table. */
export interface TableProfile extends TableReport {
  readonly channels: readonly ChannelProfile[];
  readonly repeats: RepeatedRows;
  readonly correlations: CorrelationMatrix;
  /** Findings that deserve attention, the most severe first. */
  readonly warnings: readonly Warning[];
}

/** Severity of a warning: it prevents training, it can distort results, or it is good to know. */
export type Gravity = 'wrong' | 'doubtful' | 'note';

/** One finding. */
export interface Warning {
  readonly gravity: Gravity;
  /** Short name, the same for findings of one kind. */
  readonly kind: string;
  readonly sentence: string;
  /** Channels that it is about. */
  readonly channels: readonly string[];
}
