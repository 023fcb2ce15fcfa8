/** A Parquet file of 120 rows whose readers fill memory for a long time. */

/**
 * The run of 120 definition levels of 1 of its first column becomes one of two billion.
 *
 * @param sound a Parquet file of 120 rows; left as it is
 */
export function claimBillions(sound: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(sound);
  const run = Buffer.from(sound).indexOf(Uint8Array.of(0xf0, 0x01, 0x01));
  if (run < 0) throw new Error('The file must have a run of 120 levels, got none.');
  bytes.set([0xf0, 0xff, 0xff, 0xff, 0x0f], run);
  return bytes;
}
