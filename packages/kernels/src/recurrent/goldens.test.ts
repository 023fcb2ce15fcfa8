/** Every option of `lstm` and `gru` against PyTorch, on every backend that this machine has. */
import { beforeAll, describe, expect, test } from 'vitest';
import { availableBackends } from '../testing/available-backends.js';
import { useBackend } from '../backend.js';
import { errorsOfGolden, type Golden, GOLDEN_TOLERANCE, readGoldens } from '../testing/goldens.js';
import { findWebgpuAdapter } from '../webgpu/load.js';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';
import type { KernelName } from './run-kernel.js';

const goldens = readGoldens(new URL('../../../../test/fixtures/recurrent.json', import.meta.url));

offerSoftwareAdapter();
const available = await availableBackends();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const ways: { backend: string; kernel: KernelName }[] = [
  ...available.flatMap(({ name, problem }) =>
    problem ? [] : [{ backend: name, kernel: 'auto' as const }],
  ),
  { backend: 'cpu', kernel: 'composed' },
  { backend: 'wasm', kernel: 'composed' },
  { backend: 'cpu', kernel: 'reference' },
];

/** On a processor emulating a GPU every third; all with ANODEC_ALL_GOLDENS=1. */
function goldensOn(backend: string): Golden[] {
  const slow = backend === 'webgpu' && adapter?.software && !process.env.ANODEC_ALL_GOLDENS;
  return slow ? goldens.filter((_, i) => i % 3 === 0) : goldens;
}

const absent = available.filter(({ problem }) => problem);
test.skipIf(absent.length > 0).each(absent)('$name can be tested ($problem)', ({ problem }) => {
  expect(problem).toBeUndefined();
});

describe.each(ways)('on $backend, kernel $kernel', ({ backend, kernel }) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(goldensOn(backend))(
    '$cell gives PyTorch’s values and gradients: $name',
    async (golden) => {
      const { errors, fallbacks } = await errorsOfGolden(golden, kernel);
      const tooLarge = Object.entries(errors).filter(([, error]) => !(error < GOLDEN_TOLERANCE));
      expect(Object.fromEntries(tooLarge)).toEqual({});
      expect(fallbacks).toBe(0);
    },
  );
});
