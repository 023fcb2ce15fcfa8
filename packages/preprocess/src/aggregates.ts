/** Aggregates: one value for the readings of a channel within an interval. */
import { ConfigError, median as medianOf } from '@anodec/core';

/**
 * One value for some readings.
 *
 * @param readings (N), at least one, none missing, in the order of time
 */
export type Aggregate = (readings: Float32Array) => number;

/** The names of `aggregates`. */
export type AggregateName = 'mean' | 'median' | 'min' | 'max' | 'first' | 'last' | 'mode';

/** To add one: one entry here and its name above. Source: pandas' aggregations of the same names. */
export const aggregates: Readonly<Record<AggregateName, Aggregate>> = {
  mean: (readings) => {
    let sum = 0;
    for (let i = 0; i < readings.length; i++) sum += readings[i];
    return sum / readings.length;
  },
  median: (readings) => medianOf(readings),
  min: (readings) => readings.reduce((a, b) => Math.min(a, b)),
  max: (readings) => readings.reduce((a, b) => Math.max(a, b)),
  first: (readings) => readings[0],
  last: (readings) => readings[readings.length - 1],
  /** The reading that occurs most often, the smallest of several: for channels of states. */
  mode: (readings) => {
    const sorted = readings.slice().sort();
    let [best, most, run] = [sorted[0], 0, 0];
    for (let i = 0; i < sorted.length; i++) {
      run = sorted[i] === sorted[i - 1] ? run + 1 : 1;
      if (run > most) [best, most] = [sorted[i], run];
    }
    return best;
  },
};

/** One aggregate for all channels, others for some. */
export interface Aggregation {
  readonly usual: AggregateName;
  readonly channels: Readonly<Record<string, AggregateName>>;
}

/** The mean for all channels. */
export const MEANS: Aggregation = { usual: 'mean', channels: {} };

/**
 * Parses the setting `aggregate`: `mean` for all channels, `P101=last` for one.
 *
 * @param channels of the recording
 * @throws ConfigError when an aggregate or a channel is not known, or several apply to the same channel
 */
export function parseAggregation(
  texts: readonly string[],
  channels: readonly string[],
): Aggregation {
  const usual = texts.filter((text) => !text.includes('='));
  if (usual.length > 1) {
    throw new ConfigError(
      `One aggregate must be for all channels, got ${usual.join(' and ')}. Name the channel of the ` +
        `other, as in ${channels[0] ?? 'P101'}=${usual[1]}.`,
    );
  }
  const own = texts
    .filter((text) => text.includes('='))
    .map((text): [string, AggregateName] => {
      const at = text.lastIndexOf('=');
      const channel = text.slice(0, at);
      if (!channels.includes(channel)) {
        throw new ConfigError(
          `There is no channel "${channel}" to aggregate. Known are: ${channels.join(', ')}.`,
        );
      }
      return [channel, aggregateName(text.slice(at + 1))];
    });
  const twice = own.find(([channel], i) => own.findIndex(([other]) => other === channel) < i);
  if (twice) throw new ConfigError(`${twice[0]} must have one aggregate, got several.`);
  return {
    usual: usual.length > 0 ? aggregateName(usual[0]) : MEANS.usual,
    channels: Object.fromEntries(own),
  };
}

function aggregateName(text: string): AggregateName {
  const known = Object.keys(aggregates) as AggregateName[];
  const name = known.find((one) => one === text);
  if (name) return name;
  throw new ConfigError(`There is no aggregate "${text}". Known are: ${known.join(', ')}.`);
}
