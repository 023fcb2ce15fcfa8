/**
 * A plant that runs, behind a server: its rows as a text table that grows, how it stands, and attacks on request. The
 * rows are kept, some 250 bytes each, so that whoever reads them can begin at the first.
 */
import { parseConfig } from '@anodec/core';
import {
  type Answer,
  HttpError,
  jsonAnswer,
  LimitsConfig,
  ListenConfig,
  readJson,
  type RouteRequest,
  startServer,
} from '@anodec/http';
import { createLivePlant, LIVE_HEADER, type LivePlantConfig } from '@anodec/simulator';
import { z } from 'zod';

/** Milliseconds between two moments at which rows come. */
const TICK = 200;

/** What is sent to start an attack. */
const AttackRequest = z.strictObject({ number: z.int().describe('Number of the attack') });

/** A plant behind a server. */
export interface ServedPlant {
  /** Such as http://127.0.0.1:4711; rows are at `/rows.csv`, the state at `/state`, attacks go to `/attacks`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a plant that runs on this machine, and a server for it, with the rules of every server of ours: no page of
 * another site can start an attack.
 *
 * @throws DataError when the port is taken
 */
export async function serveLivePlant(
  config: LivePlantConfig,
  { port = 0, start = Date.now() }: { readonly port?: number; readonly start?: number } = {},
): Promise<ServedPlant> {
  const plant = createLivePlant(config, start);
  const pieces = [Buffer.from(LIVE_HEADER + plant.advance(config.lead))];
  let bytes = pieces[0].length;
  const server = await startServer({
    listen: ListenConfig.parse({ port }),
    limits: LimitsConfig.parse({ bodyMegabytes: 0.01 }),
    routes: [
      {
        method: 'GET',
        path: '/rows.csv',
        handle: ({ headers }) => rangeAnswer(pieces, bytes, headers.range),
      },
      { method: 'GET', path: '/state', handle: () => jsonAnswer(plant.state()) },
      {
        method: 'POST',
        path: '/attacks',
        handle: (request: RouteRequest) => {
          plant.attack(parseConfig(AttackRequest, readJson(request), 'the request').number);
          return jsonAnswer(plant.state());
        },
      },
    ],
  });
  const began = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * config.speed) - done;
    if (due <= 0) return;
    done += due;
    const piece = Buffer.from(plant.advance(due));
    pieces.push(piece);
    bytes += piece.length;
  }, TICK);
  return {
    url: server.url,
    async stop() {
      clearInterval(timer);
      await server.stop(0);
    },
  };
}

/** The bytes from the one that was asked for. Source: RFC 9110, section 14. */
function rangeAnswer(pieces: Buffer[], bytes: number, range: string | undefined): Answer {
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const headers = { 'content-range': `bytes ${from}-${bytes - 1}/${bytes}` };
  if (from > 0 && from >= bytes) {
    throw new HttpError(416, 'There are no rows behind this byte yet.', {
      'content-range': `bytes */${bytes}`,
    });
  }
  // one piece from now on, so that joining them costs little the next time
  pieces.splice(0, pieces.length, Buffer.concat(pieces));
  const body = pieces[0].subarray(from);
  return { type: 'text/csv', body, ...(from > 0 && { status: 206, headers }) };
}
