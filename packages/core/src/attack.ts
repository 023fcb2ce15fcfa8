/** What is known about an attack, from a list or from a label vector. */

/** One attack. Points in time are in the clock of the recording it belongs to. */
export interface Attack {
  /** What reports call it, such as "Attack 7". */
  readonly name: string;
  /** When it began. */
  readonly start: number;
  /** When it ended, inclusive. */
  readonly end: number;
  /** Channels that were attacked, as the list names them; some may be in no recording. */
  readonly channels: readonly string[];
  /** False where published work found that it changed nothing; reports list it apart. */
  readonly leavesTrace: boolean;
  /** What was done, in one phrase. */
  readonly action?: string;
}
