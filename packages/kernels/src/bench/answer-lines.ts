/** The other end of `Peer`: reads requests from standard input and answers them. */
import { createInterface } from 'node:readline';
import type { ModelSizes, TimedModel } from './models.js';
import type { PeerAnswer, PeerRequest } from './peer.js';

/** @param load builds the model that later requests time, and says what computes it */
export async function answerLines(
  load: (model: ModelSizes) => Promise<{ timed: TimedModel; about: string }>,
): Promise<void> {
  let timed: TimedModel | undefined;
  for await (const line of createInterface(process.stdin)) {
    const request = JSON.parse(line) as PeerRequest;
    let answer: PeerAnswer;
    try {
      if (request.command === 'load') {
        const loaded = await load(request.model);
        timed = loaded.timed;
        answer = { about: loaded.about };
      } else {
        const start = performance.now();
        await timed?.[request.command]();
        answer = { milliseconds: performance.now() - start };
      }
    } catch (error) {
      answer = { error: (error as Error).message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
