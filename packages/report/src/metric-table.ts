/** Metrics as lines of tables: which there are, what they are called, how their values are written. */
import type { Clock } from '@anodec/core';
import type {
  Band,
  Evaluation,
  Floor,
  MetricDescription,
  MetricFamily,
  MetricUnit,
} from '@anodec/metrics';
import { formatInteger, formatLength, formatNumber, formatShare, UNKNOWN } from './format.js';
import type { EvaluationReport } from './report.js';

/** One line: a metric, at one recovery where it depends on it. */
export interface MetricLine {
  readonly metric: MetricDescription;
  readonly heading: string;
  /** Which entry of `events` holds the value; absent: the value does not depend on a recovery. */
  readonly recovery?: number;
}

/** Which of the metrics are wanted. */
export interface LineChoice {
  readonly scope?: MetricDescription['scope'];
  readonly family?: MetricFamily;
  /** Only what the terminal shows. */
  readonly brief?: boolean;
}

/** The lines of a report in the order of its metrics. */
export function metricLines(
  { metrics, results }: EvaluationReport,
  { scope, family, brief = false }: LineChoice,
): MetricLine[] {
  const { events, recorded } = results[0].evaluation;
  return metrics
    .filter((metric) => scope === undefined || metric.scope === scope)
    .filter((metric) => family === undefined || metric.family === family)
    .filter(({ shown = 'everywhere' }) => !brief || shown === 'everywhere')
    .flatMap((metric): MetricLine[] => {
      const title = metric.unit === 'rate' ? `${metric.title} per ${recorded.unit}` : metric.title;
      if (!metric.perRecovery) return [{ metric, heading: title }];
      return events.map(({ recovery }, i) => ({
        metric,
        heading: `${title}, ${recovery === '0' ? 'no recovery' : `recovery ${recovery}`}`,
        recovery: i,
      }));
    });
}

/** The value of a line; null where it is not defined. */
export function lineValue({ metric, recovery }: MetricLine, evaluation: Evaluation): number | null {
  const { metrics, events } = evaluation;
  return (recovery === undefined ? metrics : events[recovery]?.metrics)?.[metric.key] ?? null;
}

/** The distribution of a line for a floor; null where it is not defined. */
export function lineBand({ metric, recovery }: MetricLine, floor: Floor): Band | null {
  const { metrics, events } = floor;
  return (recovery === undefined ? metrics : events[recovery]?.metrics)?.[metric.key] ?? null;
}

/** A value of a metric, written out. */
export function metricCell(
  { metric }: MetricLine,
  value: number | null | undefined,
  evaluation: Evaluation,
  clock: Clock,
): string {
  if (value === null || value === undefined) return UNKNOWN;
  return WRITE[metric.unit](value, evaluation, clock);
}

/** A distribution, written out: its mean, and the range of 95 % of the draws. */
export function bandCell(
  line: MetricLine,
  floor: Floor,
  evaluation: Evaluation,
  clock: Clock,
): string {
  const band = lineBand(line, floor);
  if (!band) return UNKNOWN;
  const unit = line.metric.unit;
  const write = (value: number): string => {
    if (unit === 'count') return formatNumber(value, 1);
    if (unit === 'attacks') return formatNumber(value, 1);
    return WRITE[unit](value, evaluation, clock);
  };
  const asked = line.metric.costly ? floor.costlyDraws : floor.draws;
  const fewer = band.draws < asked ? `; defined in ${band.draws} of ${asked} draws` : '';
  if (floor.draws === 1) return write(band.mean);
  return `${write(band.mean)} (${write(band.low)} to ${write(band.high)}${fewer})`;
}

const WRITE: Readonly<
  Record<MetricUnit, (value: number, evaluation: Evaluation, clock: Clock) => string>
> = {
  number: (value) => formatNumber(value),
  share: (value) => formatShare(value),
  count: (value) => formatInteger(value),
  attacks: (value, { events }) => `${value} of ${events[0].attacks}`,
  rate: (value) => formatNumber(value, 2),
  duration: (value, _, clock) => formatLength(value, clock),
  points: (value) => formatNumber(value, 1),
};
