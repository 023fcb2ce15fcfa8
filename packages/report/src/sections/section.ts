/** The contract of a report section: one file with a function from the report to plain blocks. */
import type { Charts } from '../charts.js';
import type { SectionContent } from '../document.js';
import type { EvaluationReport } from '../report.js';

/** What sections are made from. */
export interface SectionInput {
  readonly report: EvaluationReport;
  /** Absent: the report is rendered without charts. */
  readonly charts?: Charts;
  /** Whether the short form for the terminal is wanted. */
  readonly brief: boolean;
}

/** A section; the registry makes it part of every report. */
export interface ReportSection {
  /** Name in files, in camel case. */
  readonly key: string;
  /** Where it appears: `report` leaves it out of the terminal. */
  readonly shown?: 'everywhere' | 'report';
  /** Whether it is built after all others, because it says what they show. */
  readonly last?: boolean;
  /**
   * Its contents; null, or no blocks, where it has nothing to say.
   *
   * @param shown headings by key of the sections that have contents, for those built last
   */
  readonly build: (
    input: SectionInput,
    shown: ReadonlyMap<string, string>,
  ) => SectionContent | null;
}
