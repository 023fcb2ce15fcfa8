/** Words of a command line that is printed. */

/** A value as a POSIX shell takes it. */
export function quoted(value: string): string {
  return /^[\w./:=@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
