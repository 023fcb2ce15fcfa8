/** The OpenAPI document of the service. Source: OpenAPI Specification 3.1.0. */
import { ANSWER_TYPES, REQUEST_TYPES } from './table-types.js';

const ERROR = { $ref: '#/components/responses/Fault' };
const NAME = {
  name: 'name',
  in: 'path',
  required: true,
  description: 'Name of an artifact, as /artifacts lists it',
  schema: { type: 'string' },
};
const NUMBER_OR_NULL = { type: ['number', 'null'] };

/**
 * The document.
 *
 * @param secured whether requests carry a token
 */
export function openApiDocument(
  version: string,
  secured: boolean,
): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'anodec serve',
      version,
      description: 'Scores tables with trained artifacts and raises alarms, as anodec score does.',
    },
    ...(secured && { security: [{ token: [] }] }),
    paths: {
      '/artifacts': { get: operation('Artifacts in service', { 200: list('Artifact') }) },
      '/artifacts/{name}': {
        get: {
          ...operation('What an artifact needs and gives', { 200: json('Artifact'), 404: ERROR }),
          parameters: [NAME],
        },
      },
      '/artifacts/{name}/score': { post: SCORE },
      '/health': {
        get: {
          ...operation('Whether the service is well; needs no token', { 200: json('Health') }),
          security: [],
        },
      },
      '/metrics': {
        get: operation('Numbers of the service for Prometheus', {
          200: { description: 'Text format 0.0.4', content: { 'text/plain': {} } },
        }),
      },
      '/openapi.json': {
        get: operation('This document', {
          200: { description: 'OpenAPI 3.1', content: { 'application/json': {} } },
        }),
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: { Fault: json('Fault') },
      schemas: SCHEMAS,
    },
  };
}

const ROWS_EXAMPLE = [
  { time: '2024-01-01T00:00:00Z', LIT101: 0.5, FIT101: 2.1 },
  { time: '2024-01-01T00:00:01Z', LIT101: 0.6, FIT101: null },
];

const SCORE = {
  summary: 'Scores a table and raises alarms',
  description:
    'The table must have the channels of the artifact, in any order, and times if the artifact was trained with ' +
    'times. Rows before the first full window have no score. The answer is that of anodec score on the same table.',
  parameters: [
    NAME,
    {
      name: 'channelScores',
      in: 'query',
      description: 'Whether each row has the score of each channel as well',
      schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
    },
  ],
  requestBody: {
    required: true,
    content: Object.fromEntries(Object.keys(REQUEST_TYPES).map((type) => [type, contentOf(type)])),
  },
  responses: {
    200: {
      description: 'Scores row by row; as JSON with the alarms, and what reading the table found',
      content: Object.fromEntries(
        Object.keys(ANSWER_TYPES).map((type) => [
          type,
          type === 'application/json' ? { schema: { $ref: '#/components/schemas/Scores' } } : {},
        ]),
      ),
    },
    400: ERROR,
    404: ERROR,
    406: ERROR,
    413: ERROR,
    415: ERROR,
    503: ERROR,
    504: ERROR,
  },
};

function contentOf(type: string): object {
  if (type === 'application/json') {
    return { schema: { $ref: '#/components/schemas/Rows' }, example: ROWS_EXAMPLE };
  }
  return type === 'text/csv' ? { schema: { type: 'string' } } : {};
}

function operation(summary: string, responses: object): object {
  return { summary, responses };
}

function json(schema: string): object {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return { description: schema, content };
}

function list(schema: string): object {
  const items = { $ref: `#/components/schemas/${schema}` };
  return {
    description: `List of ${schema}`,
    content: { 'application/json': { schema: { type: 'array', items } } },
  };
}

const SCHEMAS = {
  Rows: {
    type: 'array',
    minItems: 1,
    description: 'Rows with the same names each; null is a missing reading',
    items: { type: 'object', additionalProperties: { type: ['number', 'string', 'null'] } },
  },
  Artifact: {
    type: 'object',
    required: ['name', 'detector', 'channels', 'lookback', 'threshold', 'loaded'],
    properties: {
      name: { type: 'string' },
      run: { type: 'string' },
      detector: { type: 'string' },
      channels: { type: 'array', items: { type: 'string' } },
      periodMilliseconds: { ...NUMBER_OR_NULL, description: 'Between rows, null where unknown' },
      lookback: { type: 'integer', description: 'Rows before the first one that has a score' },
      threshold: { type: 'number' },
      rule: { type: 'string', description: 'How the threshold came about' },
      loaded: { type: 'string', format: 'date-time' },
      fault: { type: 'string', description: 'Why a newer artifact could not be loaded' },
    },
  },
  Scores: {
    type: 'object',
    required: ['source', 'clock', 'threshold', 'rows', 'alarms', 'scoredRows', 'notes'],
    properties: {
      source: { type: 'string' },
      clock: { enum: ['utc', 'elapsed', 'rows'] },
      threshold: { type: 'number' },
      scoredRows: { type: 'integer' },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            time: { type: 'number', description: 'Milliseconds, or a row number' },
            score: NUMBER_OR_NULL,
            pValue: NUMBER_OR_NULL,
            threshold: NUMBER_OR_NULL,
            anomalyPredicted: { type: ['boolean', 'null'] },
            alarm: { type: 'boolean' },
            reason: { type: ['string', 'null'], description: 'Why a row has no score' },
          },
        },
      },
      alarms: { type: 'array', items: { type: 'object' } },
      notes: { type: 'array', items: { type: 'string' } },
      repairs: { type: 'array', items: { type: 'object' } },
    },
  },
  Health: {
    type: 'object',
    properties: {
      status: { enum: ['ok', 'stale'] },
      artifacts: { type: 'array', items: { type: 'object' } },
    },
  },
  Fault: {
    type: 'object',
    required: ['error'],
    properties: { error: { type: 'string', description: 'One sentence with the remedy' } },
  },
};
