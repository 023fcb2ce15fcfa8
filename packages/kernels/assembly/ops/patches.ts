/**
 * A convolution as a matrix product: the input of every output position as a row (im2col), and the
 * inverse, every row added to its origin (col2im). Channels last.
 */
import { address, int } from '../job';
import { FLOAT } from '../vector';
import { addRow, copyRow } from './copy';
import { endOf, firstOf, OWN } from './share';

/** Job: patches, images; height, width, channels; filter, output, strides, dilations, padding. */
const PATCHES: i32 = OWN;
const IMAGES: i32 = OWN + 1;
const H: i32 = OWN + 2;
const W: i32 = OWN + 3;
const C: i32 = OWN + 4;
const FILTER_H: i32 = OWN + 5;
const FILTER_W: i32 = OWN + 6;
const OUT_H: i32 = OWN + 7;
const OUT_W: i32 = OWN + 8;
const STRIDE_H: i32 = OWN + 9;
const STRIDE_W: i32 = OWN + 10;
const DILATION_H: i32 = OWN + 11;
const DILATION_W: i32 = OWN + 12;
const TOP: i32 = OWN + 13;
const LEFT: i32 = OWN + 14;

/** patches (B · outH · outW, filterH · filterW · C). A unit is a row of it. */
export function takePatches(job: usize, chunk: i32): void {
  const outH = int(job, OUT_H);
  const outW = int(job, OUT_W);
  const filterH = int(job, FILTER_H);
  const filterW = int(job, FILTER_W);
  const height = int(job, H);
  const width = int(job, W);
  const channels = int(job, C);
  const bytes = <usize>channels * FLOAT;
  const dilationH = int(job, DILATION_H);
  const dilationW = int(job, DILATION_W);
  const end = endOf(job, chunk);
  for (let unit = firstOf(job, chunk); unit < end; unit++) {
    const line = unit / outW;
    const b = line / outH;
    const top = (line - b * outH) * int(job, STRIDE_H) - int(job, TOP);
    const left = (unit - line * outW) * int(job, STRIDE_W) - int(job, LEFT);
    // a filter's row that is contiguous in the image is copied at once
    const isWhole = dilationW == 1 && left >= 0 && left + filterW <= width;
    let out = address(job, PATCHES) + <usize>unit * <usize>(filterH * filterW) * bytes;
    for (let fh = 0; fh < filterH; fh++) {
      const h = top + fh * dilationH;
      const images = address(job, IMAGES) + <usize>((b * height + h) * width + left) * bytes;
      if (h < 0 || h >= height) memory.fill(out, 0, <usize>filterW * bytes);
      else if (isWhole) copyRow(out, images, filterW * channels);
      else copyPositions(out, images, left, width, filterW, dilationW, channels);
      out += <usize>filterW * bytes;
    }
  }
}

/** The columns of an image that one row of a filter covers, zeros beyond the edge. */
@inline
function copyPositions(
  out: usize,
  image: usize,
  left: i32,
  width: i32,
  filterW: i32,
  dilationW: i32,
  channels: i32,
): void {
  const bytes = <usize>channels * FLOAT;
  for (let fw = 0; fw < filterW; fw++) {
    const w = left + fw * dilationW;
    if (w >= 0 && w < width) copyRow(out, image + <usize>(fw * dilationW) * bytes, channels);
    else memory.fill(out, 0, bytes);
    out += bytes;
  }
}

/** images (B, H, W, C) = what lies in patches for each of its positions, added up. A unit is a line. */
export function addPatches(job: usize, chunk: i32): void {
  const width = int(job, W);
  const bytes = <usize>int(job, C) * FLOAT;
  const end = endOf(job, chunk);
  for (let line = firstOf(job, chunk); line < end; line++) {
    let out = address(job, IMAGES) + <usize>line * <usize>width * bytes;
    for (let w = 0; w < width; w++) {
      memory.fill(out, 0, bytes);
      addPosition(job, line, w, out, bytes);
      out += bytes;
    }
  }
}

@inline
function addPosition(job: usize, line: i32, w: i32, out: usize, bytes: usize): void {
  const outH = int(job, OUT_H);
  const outW = int(job, OUT_W);
  const filterH = int(job, FILTER_H);
  const filterW = int(job, FILTER_W);
  const b = line / int(job, H);
  const h = line - b * int(job, H);
  for (let fh = 0; fh < filterH; fh++) {
    const oh = outputAt(h + int(job, TOP) - fh * int(job, DILATION_H), int(job, STRIDE_H), outH);
    if (oh < 0) continue;
    for (let fw = 0; fw < filterW; fw++) {
      const ow = outputAt(w + int(job, LEFT) - fw * int(job, DILATION_W), int(job, STRIDE_W), outW);
      if (ow < 0) continue;
      const row = <usize>((b * outH + oh) * outW + ow);
      const place = row * <usize>(filterH * filterW) + <usize>(fh * filterW + fw);
      addRow(out, address(job, PATCHES) + place * bytes, bytes);
    }
  }
}

/** Which output position a filter that starts at `from` belongs to; -1 for none. */
@inline
function outputAt(from: i32, stride: i32, size: i32): i32 {
  if (from < 0 || from % stride != 0) return -1;
  const at = from / stride;
  return at < size ? at : -1;
}
