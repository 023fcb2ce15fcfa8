/** The made-up plant behind its server, as `serveLivePlant` starts it. */
import { isRecord } from '@anodec/core';
import { HttpError } from '@anodec/http';
import type { LivePlantState } from '@anodec/simulator';
import { z } from 'zod';

/** Milliseconds that a page waits for the plant. */
const PATIENCE = 2000;

const Attack = z.object({ number: z.number(), title: z.string() });

/** How the plant stands; what comes from elsewhere is checked. */
const State: z.ZodType<LivePlantState> = z.object({
  rows: z.number(),
  attack: Attack.extend({ left: z.number() }).nullable(),
  attacks: z.array(Attack),
});

/** A plant to be attacked. */
export interface Plant {
  /** Undefined where it does not answer. */
  state(): Promise<LivePlantState | undefined>;
  /** Starts the attack of a request. @throws HttpError 400 when the plant refuses it, 502 when it does not answer */
  attack(request: unknown): Promise<LivePlantState>;
}

/** Connects to a plant. @param address such as http://127.0.0.1:4711 */
export function connectPlant(address: string): Plant {
  const ask = async (path: string, options: RequestInit = {}): Promise<unknown> => {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(new URL(path, address), { ...options, signal }).catch(
      () => undefined,
    );
    const document: unknown = await answer?.json().catch(() => undefined);
    if (answer?.ok) return document;
    const told = isRecord(document) && typeof document.error === 'string' ? document.error : '';
    if (answer?.status === 400) throw new HttpError(400, told);
    throw new HttpError(
      502,
      'The plant does not answer. Start it again, such as with npm run live-demo.',
    );
  };
  return {
    state: async () => {
      const parsed = State.safeParse(await ask('/state').catch(() => undefined));
      return parsed.data;
    },
    attack: async (request) => {
      const headers = { 'content-type': 'application/json' };
      return State.parse(
        await ask('/attacks', { method: 'POST', headers, body: JSON.stringify(request) }),
      );
    },
  };
}
