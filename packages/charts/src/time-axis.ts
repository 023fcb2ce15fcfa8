/** The x axis of charts over time, for each kind of clock. */
import type { Clock } from '@anodec/core';

const HOUR = 3_600_000;

/** Mapping of points in time to positions on the axis. */
export interface TimeAxis {
  /** Title of the axis. */
  readonly title: string;
  /** First and last position on the axis. */
  readonly domain: readonly [number, number];
  /** The position of a point in time. */
  readonly position: (time: number) => number;
  /** The type and scale of the x channel in Vega-Lite. */
  readonly encoding: {
    readonly type: 'temporal' | 'quantitative';
    readonly scale: object;
    readonly axis: object;
  };
}

/**
 * Makes the axis from `start` to `end`, both in the clock's unit.
 *
 * Dates are drawn in UTC, as recordings carry no zone: the same chart on every machine.
 */
export function timeAxis(clock: Clock, start: number, end: number, labels = true): TimeAxis {
  const position = clock === 'elapsed' ? (time: number) => time / HOUR : (time: number) => time;
  const titles = { utc: 'Time', elapsed: 'Hours since the recording began', rows: 'Row' };
  const title = titles[clock];
  const domain = [position(start), position(end)] as const;
  const axis = { title: labels ? title : null, labels, grid: false, labelOverlap: true };
  if (clock !== 'utc') {
    const scale = { nice: false, zero: false };
    return { title, domain, position, encoding: { type: 'quantitative', scale, axis } };
  }
  const format = end - start > 36 * HOUR ? '%d %b %H:%M' : '%H:%M';
  const dated = { ...axis, format, tickCount: 8 };
  const scale = { type: 'utc', nice: false };
  return { title, domain, position, encoding: { type: 'temporal', scale, axis: dated } };
}
