/** How many threads each of several processes of a machine computes with. */
import { availableParallelism } from 'node:os';

/**
 * The value of ANODEC_THREADS for processes that share this machine, unless somebody has chosen one.
 *
 * @param workers number of processes that compute at a time
 */
export function threadsEach(workers: number): string {
  const { ANODEC_THREADS } = process.env;
  return ANODEC_THREADS ?? String(Math.max(1, Math.floor(availableParallelism() / workers)));
}
