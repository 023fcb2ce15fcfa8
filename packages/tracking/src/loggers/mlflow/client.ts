/**
 * The part of MLflow's REST interface 2.0 that logging needs; the only file that knows its requests.
 *
 * Source: mlflow.org/docs/latest/rest-api.html; limits of names, values and batches as in
 * `mlflow.utils.validation`, of values as in servers before 2.0, which have the lowest.
 */
import { z } from 'zod';
import type { TrackingServer } from './tracking-server.js';

/** A value in time. */
export interface MlflowMetric {
  readonly key: string;
  /** Not finite ones are sent as text, as JSON of protocol buffers has them. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** A name and a text: a parameter or a tag. */
export interface MlflowText {
  readonly key: string;
  readonly value: string;
}

/** What one run has to log at once. */
export interface MlflowBatch {
  readonly metrics: readonly MlflowMetric[];
  readonly params: readonly MlflowText[];
  readonly tags: readonly MlflowText[];
}

/** A run as the server knows it. */
export interface MlflowRun {
  readonly runId: string;
  readonly artifactUri: string;
}

/** The server answered that something is wrong, or did not answer. */
export class MlflowError extends Error {
  /** Such as RESOURCE_DOES_NOT_EXIST; absent where there was no answer. */
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** Limits of one request. */
export const LIMITS = { metrics: 1000, params: 100, tags: 100, key: 250, param: 500, tag: 5000 };

/** How long an answer may take, in milliseconds. */
const PATIENCE = 10_000;

const Experiment = z.looseObject({ experiment: z.looseObject({ experiment_id: z.string() }) });
const Created = z.looseObject({ experiment_id: z.string() });
const CreatedRun = z.looseObject({
  run: z.looseObject({ info: z.looseObject({ run_id: z.string(), artifact_uri: z.string() }) }),
});
const Fault = z.looseObject({ error_code: z.string(), message: z.string().default('') });

/** Requests to one server. All throw MlflowError. */
export class MlflowClient {
  readonly #server: TrackingServer;

  constructor(server: TrackingServer) {
    this.#server = server;
  }

  /** The identifier of the experiment of that name, which is made where it does not exist. */
  async experiment(name: string): Promise<string> {
    const find = async (): Promise<string> => {
      const query = new URLSearchParams({ experiment_name: name });
      const found = await this.#call('GET', `experiments/get-by-name?${query.toString()}`);
      return Experiment.parse(found).experiment.experiment_id;
    };
    try {
      return await find();
    } catch (error) {
      if (!isCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
    }
    try {
      return Created.parse(await this.#call('POST', 'experiments/create', { name })).experiment_id;
    } catch (error) {
      if (!isCode(error, 'RESOURCE_ALREADY_EXISTS')) throw error;
      return find(); // another process made it in between
    }
  }

  async createRun(
    experiment: string,
    name: string,
    startTime: number,
    tags: readonly MlflowText[],
  ): Promise<MlflowRun> {
    const body = { experiment_id: experiment, run_name: name, start_time: startTime, tags };
    const { info } = CreatedRun.parse(await this.#call('POST', 'runs/create', body)).run;
    return { runId: info.run_id, artifactUri: info.artifact_uri };
  }

  /** Logs any number of values, in as many requests as their limits make necessary. */
  async logBatch(runId: string, { metrics, params, tags }: MlflowBatch): Promise<void> {
    for (const some of chunks(metrics, LIMITS.metrics)) {
      const values = some.map((one) => ({ ...one, value: jsonNumber(one.value) }));
      await this.#call('POST', 'runs/log-batch', { run_id: runId, metrics: values });
    }
    for (const some of chunks(params, LIMITS.params)) {
      await this.#call('POST', 'runs/log-batch', { run_id: runId, params: some });
    }
    for (const some of chunks(tags, LIMITS.tags)) {
      await this.#call('POST', 'runs/log-batch', { run_id: runId, tags: some });
    }
  }

  async updateRun(runId: string, status: string, endTime: number): Promise<void> {
    await this.#call('POST', 'runs/update', { run_id: runId, status, end_time: endTime });
  }

  /**
   * Uploads a file of a run through the proxy of the server.
   *
   * @returns false where the server keeps files elsewhere, so that only its own clients can write them
   */
  async upload({ artifactUri }: MlflowRun, name: string, content: Uint8Array): Promise<boolean> {
    const root = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifactUri)?.[1];
    if (root === undefined) return false;
    const path = `${root}/${name}`.split('/').map(encodeURIComponent).join('/');
    await this.#request('PUT', `api/2.0/mlflow-artifacts/artifacts/${path}`, {
      body: Uint8Array.from(content),
      headers: { 'content-type': 'application/octet-stream' },
    });
    return true;
  }

  async #call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const text = await this.#request(method, `api/2.0/mlflow/${path}`, {
      ...(body && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    return JSON.parse(text === '' ? '{}' : text);
  }

  async #request(
    method: string,
    path: string,
    init: {
      readonly body?: string | Uint8Array<ArrayBuffer>;
      readonly headers: Readonly<Record<string, string>>;
    },
  ): Promise<string> {
    const { uri, headers } = this.#server;
    const signal = AbortSignal.timeout(PATIENCE);
    const all = { ...init.headers, ...headers };
    const answer = await fetch(`${uri}/${path}`, { ...init, method, headers: all, signal }).catch(
      (error: unknown) => {
        throw new MlflowError(`${uri} does not answer (${reasonOf(error)})`);
      },
    );
    const text = await answer.text();
    if (answer.ok) return text;
    const fault = Fault.safeParse(jsonOf(text)).data;
    throw new MlflowError(
      `${uri} answers ${answer.status} to ${path.split('?')[0]}: ${fault?.message ?? answer.statusText}`,
      fault?.error_code,
    );
  }
}

/** A name with the characters that all servers take, and no longer than they take. */
export function mlflowKey(name: string): string {
  return name.replaceAll(/[^\w.\- /]/g, '_').slice(0, LIMITS.key);
}

/** A text no longer than a server takes; the end of a longer one is marked as missing. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof MlflowError && error.code === code;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
