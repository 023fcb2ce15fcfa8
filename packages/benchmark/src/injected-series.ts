/**
 * A series whose test rows are its own last normal rows with injected anomalies: a benchmark for plants of which no
 * attack was ever recorded.
 */
import { DataError, frameLength, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import type { Series, SeriesTest } from '@anodec/data';
import { InjectConfig, injectAnomalies, type InjectedRecording } from '@anodec/simulator';
import { z } from 'zod';

const { count, kinds, size, length, share } = InjectConfig.shape;

/** Whether anomalies are injected, and which. */
export const InjectionConfig = z.strictObject({
  injected: z
    .boolean()
    .default(false)
    .describe('Tests on anomalies injected into the last normal rows, not on the recorded ones'),
  injectedCount: count,
  injectedKinds: kinds,
  injectedSize: size,
  injectedLength: length,
  injectedShare: share,
});

export type InjectionConfig = z.output<typeof InjectionConfig>;

/** The seed of times, channels and kinds: the same anomalies for every detector and each of its seeds. */
const SEED = 42;

/**
 * Replaces the test recordings of a series. Each normal recording is cut: what comes first is left to learn from,
 * the rest is injected into. Labelled recordings of the series are not read.
 *
 * @throws DataError when it is read and the anomalies do not fit into its last rows
 */
export function injectedSeries(series: Series, config: InjectionConfig): Series {
  return {
    ...series,
    about: `${series.about}; ${describeInjection(config)}`,
    async read(options = {}) {
      const { normal } = await series.read({ ...options, part: 'normal' });
      const cut = normal.map(({ source, frame }) => {
        const T = frameLength(frame);
        const start = Math.round(T * (1 - config.injectedShare));
        const last = sliceFrame(frame, { start, end: T });
        const { attacks, frame: injected } = injectInto(last, config, source);
        const test: SeriesTest = { source: `${source}, injected`, frame: injected, attacks };
        return { kept: { source, frame: sliceFrame(frame, { start: 0, end: start }) }, test };
      });
      return { normal: cut.map(({ kept }) => kept), tests: cut.map(({ test }) => test) };
    },
  };
}

/** Injects, with messages that name the recording and the settings of a benchmark. */
function injectInto(
  frame: TimeSeriesFrame,
  config: InjectionConfig,
  source: string,
): InjectedRecording {
  try {
    return injectAnomalies(frame, settingsOf(config));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const named = error.message.replaceAll(
      /`(count|kinds|length)`/g,
      (_, name: string) => `\`injected${name[0].toUpperCase()}${name.slice(1)}\``,
    );
    const where = `the last ${Math.round(100 * config.injectedShare)} %`;
    throw new DataError(`${source}, ${where}: ${named}`, { cause: error });
  }
}

/** What is injected, in words. */
export function describeInjection(config: InjectionConfig): string {
  const { injectedCount, injectedKinds, injectedLength, injectedSize, injectedShare } = config;
  const long = typeof injectedLength === 'number' ? `${injectedLength} rows` : injectedLength;
  const anomalies = injectedCount === 1 ? '1 anomaly' : `${injectedCount} anomalies`;
  return (
    `${anomalies} (${injectedKinds.join(', ')}; ${long}, ${injectedSize} standard deviations) ` +
    `injected into the last ${Math.round(injectedShare * 100)} % of each normal recording`
  );
}

function settingsOf(config: InjectionConfig): InjectConfig {
  return {
    count: config.injectedCount,
    kinds: config.injectedKinds,
    size: config.injectedSize,
    length: config.injectedLength,
    share: config.injectedShare,
    seed: SEED,
  };
}
