/** The other end of `Peer`: reads requests from standard input and answers them. */
import { createInterface } from 'node:readline';
import type { ModelSizes, TimedModel } from './models.js';
import type { PeerAnswer, PeerRequest } from './peer.js';
import { median } from './rounds.js';

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
      } else if (request.command === 'memory') {
        answer = { bytes: process.resourceUsage().maxRSS * 1024 };
      } else {
        answer = { milliseconds: timed && (await repeat(timed[request.command], request)) };
      }
    } catch (error) {
      answer = { error: (error as Error).message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

/** @returns the median milliseconds of as many repetitions as fit into the given time, one at least */
async function repeat(
  work: () => Promise<unknown>,
  { milliseconds }: { readonly milliseconds: number },
): Promise<number> {
  const times: number[] = [];
  for (const end = performance.now() + milliseconds; ; ) {
    const start = clock();
    await work();
    times.push(clock() - start);
    if (performance.now() >= end) return median(times);
  }
}

/** Milliseconds of the world, or those that the processor has spent on this process. */
function clock(): number {
  if (process.env['ANODEC_BENCH_CLOCK'] !== 'processor') return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
