/** Two sines and a cosine: the recording in tests. */
import { createFrame, type TimeSeriesFrame } from '@anodec/core';

export const waveChannels = ['LIT101', 'FIT101', 'AIT201'];

/** T rows; a spike in FIT101 at row `spike`, if asked for. */
export function wave(T: number, spike = -1): TimeSeriesFrame {
  const values = Float32Array.from({ length: T * 3 }, (_, i) => {
    const t = Math.floor(i / 3);
    const value = [Math.sin(t / 5), Math.cos(t / 7), Math.sin(t / 11)][i % 3];
    return t === spike && i % 3 === 1 ? value + 5 : value;
  });
  return createFrame({ values, channels: waveChannels });
}
