/** Still pictures for views in which no script runs. */

/** A PNG as an address that a page can use as it is. */
export function pngAddress(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
