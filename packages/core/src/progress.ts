/** Progress of long work, reported to a listener that displays it. */

/** Receives the progress of long work. Every method may be called often; listeners throttle. */
export interface Progress {
  /**
   * Begins a piece of work.
   *
   * @param label what is done, such as "Reading SWaT_Dataset_Attack_v0.xlsx"
   * @param total the amount of work, in `unit`; 0 when it is unknown
   */
  begin(label: string, total: number, unit: string): void;
  /** Reports the amount done, with an optional short note such as "loss 0.12". */
  update(done: number, note?: string): void;
  /** Ends the piece of work. */
  end(): void;
}

/** Discards all progress. */
export const silentProgress: Progress = { begin() {}, update() {}, end() {} };
