/** A server of MLflow's REST interface 2.0 for tests: it refuses what a real one refuses, and keeps the rest. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord } from '@anodec/core';

/** A run as the server keeps it. */
export interface KeptRun {
  readonly experiment: string;
  readonly name: string;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: { key: string; value: number | string; timestamp: number; step: number }[];
  readonly artifacts: Map<string, string>;
  status: string;
}

/** A server with what it was sent. */
export interface MlflowServer {
  readonly uri: string;
  readonly runs: Map<string, KeptRun>;
  /** Method and path of every request, in order. */
  readonly requests: string[];
  /** Values of the authorization header, in order. */
  readonly credentials: (string | undefined)[];
  close(): Promise<void>;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const invalid = (message: string): Refusal => new Refusal(400, 'INVALID_PARAMETER_VALUE', message);
const absent = (what: string): Refusal =>
  new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', `${what} does not exist`);

/** @param artifactRoot where the server says that it keeps files of runs */
export async function startMlflowServer(
  artifactRoot = 'mlflow-artifacts:/',
): Promise<MlflowServer> {
  const experiments = new Map<string, string>();
  const runs = new Map<string, KeptRun>();
  const requests: string[] = [];
  const credentials: (string | undefined)[] = [];
  const answer = (method: string, url: URL, body: Buffer): object => {
    const path = url.pathname.replace(/^\/api\/2\.0\//, '');
    if (method === 'PUT') return keepArtifact(runs, path, body);
    if (path === 'mlflow/experiments/get-by-name' && method === 'GET') {
      const id = experiments.get(url.searchParams.get('experiment_name') ?? '');
      if (id === undefined) throw absent('the experiment');
      return { experiment: { experiment_id: id } };
    }
    if (method !== 'POST') throw new Refusal(404, 'ENDPOINT_NOT_FOUND', path);
    const given: unknown = JSON.parse(body.toString('utf8'));
    if (!isRecord(given)) throw invalid('the body is no object');
    if (path === 'mlflow/experiments/create') return createExperiment(experiments, given);
    if (path === 'mlflow/runs/create') return createRun(runs, given, artifactRoot, experiments);
    if (path === 'mlflow/runs/log-batch') return logBatch(runOf(runs, given), given);
    if (path === 'mlflow/runs/update') return updateRun(runOf(runs, given), given);
    throw new Refusal(404, 'ENDPOINT_NOT_FOUND', path);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '', 'http://localhost');
    requests.push(`${request.method} ${url.pathname}`);
    credentials.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json');
    try {
      if (request.method === 'POST') checkPost(request, body);
      response.end(JSON.stringify(answer(request.method ?? '', url, body)));
    } catch (error) {
      const [status, code] =
        error instanceof Refusal ? [error.status, error.code] : [500, 'INTERNAL_ERROR'];
      response.statusCode = status;
      response.end(JSON.stringify({ error_code: code, message: (error as Error).message }));
    }
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `http://127.0.0.1:${port}`,
    runs,
    requests,
    credentials,
    close: () => closed(server),
  };
}

function checkPost(request: IncomingMessage, body: Buffer): void {
  if (request.headers['content-type'] !== 'application/json') throw invalid('content type');
  if (body.length > 1_000_000) throw invalid('the request is larger than 1 MB');
}

function createExperiment(
  experiments: Map<string, string>,
  given: Readonly<Record<string, unknown>>,
) {
  const name = textIn(given, 'name');
  if (experiments.has(name)) throw new Refusal(400, 'RESOURCE_ALREADY_EXISTS', name);
  experiments.set(name, String(experiments.size + 1));
  return { experiment_id: experiments.get(name) };
}

function createRun(
  runs: Map<string, KeptRun>,
  given: Readonly<Record<string, unknown>>,
  artifactRoot: string,
  experiments: ReadonlyMap<string, string>,
) {
  const id = textIn(given, 'experiment_id');
  if (![...experiments.values()].includes(id)) throw absent('the experiment');
  timeIn(given, 'start_time');
  const runId = (runs.size + 1).toString(16).padStart(32, '0');
  const run: KeptRun = {
    experiment: [...experiments].find(([, one]) => one === id)?.[0] ?? '',
    name: textIn(given, 'run_name'),
    params: new Map(),
    tags: new Map(),
    metrics: [],
    artifacts: new Map(),
    status: 'RUNNING',
  };
  for (const { key, value } of textsIn(given, 'tags', 100, 5000)) run.tags.set(key, value);
  runs.set(runId, run);
  const artifact_uri = `${artifactRoot}${id}/${runId}/artifacts`;
  return { run: { info: { run_id: runId, artifact_uri }, data: {} } };
}

function logBatch(run: KeptRun, given: Readonly<Record<string, unknown>>): object {
  const params = textsIn(given, 'params', 100, 500);
  const tags = textsIn(given, 'tags', 100, 5000);
  const metrics = listIn(given, 'metrics', 1000).map((metric) => {
    const { key, value, timestamp, step } = metric;
    checkKey(key);
    const isText = ['NaN', 'Infinity', '-Infinity'].includes(String(value));
    if (typeof value !== 'number' && !isText) throw invalid(`value of ${String(key)}`);
    if (!Number.isSafeInteger(timestamp) || !Number.isSafeInteger(step)) throw invalid('step');
    return metric as unknown as KeptRun['metrics'][number];
  });
  if (params.length + tags.length + metrics.length > 1000) throw invalid('more than 1000 entities');
  for (const { key, value } of params) {
    const before = run.params.get(key);
    if (before !== undefined && before !== value) throw invalid(`${key} cannot be changed`);
    run.params.set(key, value);
  }
  for (const { key, value } of tags) run.tags.set(key, value);
  for (const metric of metrics) {
    if (!run.metrics.some((one) => isEqual(one, metric))) run.metrics.push(metric);
  }
  return {};
}

function isEqual(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function updateRun(run: KeptRun, given: Readonly<Record<string, unknown>>): object {
  const status = textIn(given, 'status');
  if (!['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'].includes(status))
    throw invalid(status);
  timeIn(given, 'end_time');
  run.status = status;
  return { run_info: { status } };
}

function keepArtifact(runs: Map<string, KeptRun>, path: string, body: Buffer): object {
  const match = /^mlflow-artifacts\/artifacts\/\d+\/([0-9a-f]{32})\/artifacts\/(.+)$/.exec(path);
  const run = runs.get(match?.[1] ?? '');
  if (!match || !run || match[2].includes('..')) throw invalid(`path ${path}`);
  run.artifacts.set(decodeURIComponent(match[2]), body.toString('utf8'));
  return {};
}

function runOf(runs: Map<string, KeptRun>, given: Readonly<Record<string, unknown>>): KeptRun {
  const run = runs.get(textIn(given, 'run_id'));
  if (!run) throw absent('the run');
  return run;
}

function textIn(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name];
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing`);
  return value;
}

function timeIn(given: Readonly<Record<string, unknown>>, name: string): void {
  if (!Number.isSafeInteger(given[name])) throw invalid(`${name} is no time in milliseconds`);
}

function listIn(given: Readonly<Record<string, unknown>>, name: string, most: number) {
  const list = given[name] ?? [];
  if (!Array.isArray(list) || !list.every(isRecord)) throw invalid(`${name} is no list`);
  if (list.length > most) throw invalid(`at most ${most} ${name}, got ${list.length}`);
  return list;
}

function textsIn(
  given: Readonly<Record<string, unknown>>,
  name: string,
  most: number,
  longest: number,
) {
  return listIn(given, name, most).map(({ key, value }) => {
    checkKey(key);
    if (typeof value !== 'string' || value.length > longest)
      throw invalid(`value of ${String(key)}`);
    return { key: String(key), value };
  });
}

/** As servers before 2.9, which take no colon; a name must be its own normal form as a path. */
function checkKey(key: unknown): void {
  const isName = typeof key === 'string' && /^[/\w.\- ]+$/.test(key) && key.length <= 250;
  if (!isName || /^\/|\/$|\/\/|(^|\/)\.{1,2}(\/|$)/.test(key)) throw invalid(`name ${String(key)}`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
