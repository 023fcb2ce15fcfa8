/** Numbers of the service in the format of Prometheus. The only file that knows prom-client. */
import type { Answered } from '@anodec/http';
import type { ServedArtifact } from './artifact-store.js';

/** Counts what the service does. */
export interface ServiceMetrics {
  answered(answered: Answered): void;
  scored(artifact: string, counts: { readonly rows: number; readonly alarms: number }): void;
  reloaded(artifact: string): void;
  /** The text that Prometheus reads. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** What is asked when the text is rendered. */
export interface MetricSources {
  readonly artifacts: () => readonly ServedArtifact[];
  readonly waiting: () => number;
}

/** Seconds of an answer: a row takes microseconds, a day of a plant some seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Makes the counters, those of the process (memory, processor, lag of the event loop) included. */
export async function createServiceMetrics({
  artifacts,
  waiting,
}: MetricSources): Promise<ServiceMetrics> {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import(
    'prom-client'
  );
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({
    name: 'anodec_http_request_duration_seconds',
    help: 'Seconds from a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const labelNames = ['artifact'];
  const count = (name: string, help: string) => new Counter({ name, help, labelNames, registers });
  const rows = count('anodec_rows_scored_total', 'Rows that were scored');
  const alarms = count('anodec_alarms_total', 'Alarms that were raised');
  const reloads = count('anodec_artifact_reloads_total', 'Artifacts that were loaded anew');
  const gauges = [
    new Gauge({
      name: 'anodec_artifact_loaded_timestamp_seconds',
      help: 'When the artifact in service was loaded',
      labelNames,
      registers: [],
      collect() {
        for (const { name, loaded } of artifacts()) this.set({ artifact: name }, loaded / 1000);
      },
    }),
    new Gauge({
      name: 'anodec_artifact_faults',
      help: '1 where a newer artifact could not be loaded',
      labelNames,
      registers: [],
      collect() {
        for (const { name, fault } of artifacts()) this.set({ artifact: name }, fault ? 1 : 0);
      },
    }),
    new Gauge({
      name: 'anodec_requests_waiting',
      help: 'Requests that wait for their turn',
      registers: [],
      collect() {
        this.set(waiting());
      },
    }),
  ];
  for (const gauge of gauges) registry.registerMetric(gauge);
  return {
    answered: ({ method, route, status, seconds }) =>
      answers.observe({ method, route, status }, seconds),
    scored(artifact, counts) {
      rows.inc({ artifact }, counts.rows);
      alarms.inc({ artifact }, counts.alarms);
    },
    reloaded: (artifact) => reloads.inc({ artifact }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
