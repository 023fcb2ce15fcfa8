/** Which channels a chart shows where none are named. */

/** The four signals of the original's chart. */
const SWAT_SIGNALS = ['AIT503', 'AIT203', 'FIT501', 'LIT401'];

/** The four signals of the original's chart where the table has them, else its first four channels. */
export function defaultSignals(channels: readonly string[]): readonly string[] {
  return SWAT_SIGNALS.every((name) => channels.includes(name))
    ? SWAT_SIGNALS
    : channels.slice(0, 4);
}
