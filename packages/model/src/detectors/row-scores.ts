/** From the scores of channels to the score of a row. */

/**
 * The mean over the channels of each row.
 *
 * @param channels (T, C)
 * @returns (T); NaN where a channel is NaN
 */
export function meanOverChannels(channels: Float32Array, C: number): Float32Array {
  return Float32Array.from({ length: channels.length / C }, (_, t) => {
    let sum = 0;
    for (let c = 0; c < C; c++) sum += channels[t * C + c];
    return sum / C;
  });
}
