/**
 * A published way to evaluate, under its name: settings that it fixes, what it does to the test rows, and what
 * it measures. A figure without its protocol carries no information.
 */
import type { SeriesTest } from '@anodec/data';
import type { GivenSettings, Measure } from '@anodec/pipeline';

/** A protocol. */
export interface Protocol {
  readonly title: string;
  /** Who published it: authors, year, title, section. */
  readonly source: string;
  /** Settings that it fixes, by group; others are free. */
  readonly settings: GivenSettings;
  /** Seeds that it calls for; absent where it says nothing. */
  readonly seeds?: number;
  /** What it does, a sentence each. */
  readonly does: readonly string[];
  /** Where this differs from what was published, or what it cannot do, a sentence each. */
  readonly limits: readonly string[];
  /** Changes the test recordings before they are scored. */
  readonly prepareTests?: (tests: readonly SeriesTest[]) => SeriesTest[];
  /** What it measures beside the metrics of every evaluation. */
  readonly measures: readonly Measure[];
  /** Keys of metrics that the table shows in addition, first. */
  readonly shown?: readonly string[];
}
