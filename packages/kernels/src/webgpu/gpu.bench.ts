/**
 * The backends of GPUs: whether they are right, then training steps and scoring beside PyTorch on CUDA.
 *
 *     utils/bench-gpu.sh [--python PATH] [--models A,D] [--cells lstm] [--quick]
 */
import { tiny } from '../testing/bench/models.js';
import { parseBenchOptions } from '../testing/bench/options.js';
import { measureGpu } from '../testing/gpu/measure.js';
import { renderGpuReport } from '../testing/gpu/render.js';

const GOLDENS = new URL('../../../../test/fixtures/recurrent.json', import.meta.url);

/** `--tiny` times a tiny model only and checks less. */
export async function bench(
  print: (line: string) => void,
  { tiny: onlyTiny, ...given }: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { models, patience, python } = parseBenchOptions(given);
  const small = onlyTiny !== undefined;
  const cells = [...new Set(models.map(({ cell }) => cell))];
  const timed = small ? cells.map((cell) => ({ ...tiny, cell })) : models;
  const options = { models: timed, patience, python, goldens: GOLDENS, small };
  const report = await measureGpu(options, print);
  print('');
  for (const line of renderGpuReport(report)) print(line);
}
