/** The profile of a table as data. */
import type { ChannelReport } from '../inspect/channel.js';
import type { TableReport } from '../inspect/inspect.js';
import type { Course } from './course.js';
import type { Histogram } from './histogram.js';
import type { RepeatedRows } from './repeated-rows.js';

/** A channel in more figures; those beyond the report are left out where it has no reading. */
export interface ChannelProfile extends ChannelReport {
  /** At `PROFILE_QUANTILES`. */
  readonly quantiles?: readonly number[];
  readonly histogram?: Histogram;
  readonly course?: Course;
}

/** Correlations of the channels that move. */
export interface CorrelationMatrix {
  /** (K) */
  readonly names: readonly string[];
  /** (K, K), row-major. */
  readonly values: Float64Array;
}

/** A table in all figures. */
export interface TableProfile extends TableReport {
  readonly channels: readonly ChannelProfile[];
  readonly repeats: RepeatedRows;
  readonly correlations: CorrelationMatrix;
  /** What deserves a look, the gravest first. */
  readonly warnings: readonly Warning[];
}

/** How grave a warning is: it stops training, it spoils results, or it is good to know. */
export type Gravity = 'wrong' | 'doubtful' | 'note';

/** One finding. */
export interface Warning {
  readonly gravity: Gravity;
  /** In a word, the same for findings of one kind. */
  readonly kind: string;
  readonly sentence: string;
  /** Channels that it is about. */
  readonly channels: readonly string[];
}
