/** The requests that the service answers. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGE_STYLE } from '@anodec/charts';
import {
  type Answer,
  htmlAnswer,
  HttpError,
  jsonAnswer,
  type Limiter,
  type Route,
  type RouteRequest,
} from '@anodec/http';
import { scoreTable, startComputing } from '@anodec/pipeline';
import { isClaiming, READING_LIMITS, readApart } from '@anodec/tables';
import type { ArtifactStore } from './artifact-store.js';
import { describeArtifact } from './describe-artifact.js';
import { openApiDocument } from './open-api.js';
import type { ServiceMetrics } from './service-metrics.js';
import { servicePage } from './service-page.js';
import { ANSWER_TYPES, answerTypeOf, endingOf, inFolder } from './table-types.js';

/** What the routes work with. */
export interface Service {
  readonly artifacts: ArtifactStore;
  readonly limiter: Limiter;
  /** For tables whose claims are checked first, so that nobody waits for a damaged one to be given up. */
  readonly readers: Limiter;
  readonly metrics: ServiceMetrics;
  readonly version: string;
  readonly secured: boolean;
}

/** The routes. To add a request: one here, one in `openApiDocument`; a test compares them. */
export function serviceRoutes(service: Service): Route[] {
  const { artifacts, metrics, version, secured } = service;
  const document = openApiDocument(version, secured);
  const described = () => artifacts.list().map(describeArtifact);
  return [
    { method: 'GET', path: '/', handle: () => htmlAnswer(servicePage(document, described())) },
    { method: 'GET', path: '/style.css', handle: () => ({ type: 'text/css', body: PAGE_STYLE }) },
    { method: 'GET', path: '/openapi.json', handle: () => jsonAnswer(document) },
    { method: 'GET', path: '/health', open: true, handle: () => jsonAnswer(healthOf(artifacts)) },
    {
      method: 'GET',
      path: '/metrics',
      handle: async () => ({
        type: metrics.contentType.replace(/;\s*charset=utf-8/, ''),
        body: await metrics.render(),
      }),
    },
    { method: 'GET', path: '/artifacts', handle: () => jsonAnswer(described()) },
    {
      method: 'GET',
      path: '/artifacts/:name',
      handle: ({ params }) => jsonAnswer(describeArtifact(artifacts.get(params.name))),
    },
    {
      method: 'POST',
      path: '/artifacts/:name/score',
      handle: (request) => scoreRequest(service, request),
    },
  ];
}

function healthOf(artifacts: ArtifactStore) {
  const all = artifacts.list();
  const stale = all.some(({ fault }) => fault !== undefined);
  return {
    status: stale ? 'stale' : 'ok',
    artifacts: all.map(({ name, loaded, fault }) => ({
      name,
      loaded: new Date(loaded).toISOString(),
      ...(fault !== undefined && { fault }),
    })),
  };
}

/** Scores the body. It becomes a file, because the readers of tables read files; so it is read as `anodec score` does. */
async function scoreRequest(
  { artifacts, limiter, readers, metrics }: Service,
  { params, query, headers, body, signal }: RouteRequest,
): Promise<Answer> {
  const { name, trained } = artifacts.get(params.name);
  const ending = endingOf(headers['content-type']);
  const type = answerTypeOf(headers.accept);
  const channelScores = readSwitch('channelScores', query.get('channelScores'));
  if (body.length === 0) throw new HttpError(400, 'The body must be a table, got nothing.');
  const inFile = <R>(work: (path: string) => Promise<R>): Promise<R> =>
    inFolder(async (folder) => {
      const path = join(folder, `table${ending}`);
      await writeFile(path, body);
      return work(path);
    });
  if (isClaiming(ending)) {
    await readers.run(
      () => inFile((path) => readApart(path, { ...READING_LIMITS, signal })),
      signal,
    );
  }
  return limiter.run(async () => {
    // the backend is one for the whole process, and another artifact may have computed with another
    await startComputing(trained.settings.detector);
    return inFile(async (path) => {
      const scores = await scoreTable(trained, path, { signal });
      metrics.scored(name, { rows: scores.rows, alarms: scores.detection.alarms.length });
      return { type, body: await ANSWER_TYPES[type](scores, { channelScores }) };
    });
  }, signal);
}

function readSwitch(name: string, text: string | null): boolean {
  if (text === null) return false;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new HttpError(400, `${name} must be true or false, got "${text.slice(0, 50)}".`);
}
