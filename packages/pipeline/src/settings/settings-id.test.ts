/** The identifier of settings. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { settingsId } from './settings-id.js';
import { parseTrainSettings } from './settings.js';

const idOf = (given: Parameters<typeof parseTrainSettings>[0]): string =>
  settingsId(parseTrainSettings(given));

test('is the same for the same settings, in whatever order, place and number of threads', () => {
  const id = idOf({ detector: { kind: 'autoencoder', hiddenSize: 8, cell: 'gru' } });
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(idOf({ detector: { cell: 'gru', kind: 'autoencoder', hiddenSize: 8 } })).toBe(id);
  expect(idOf({ detector: { kind: 'autoencoder', cell: 'gru', hiddenSize: 8, threads: 3 } })).toBe(
    id,
  );
  const paths = { logs: 'elsewhere' };
  expect(idOf({ paths, detector: { kind: 'autoencoder', cell: 'gru', hiddenSize: 8 } })).toBe(id);
});

test('is the same with native kernels and without, and another on other backends', () => {
  const [native, simd, cpu] = (['native', 'simd', 'cpu'] as const).map((backend) =>
    idOf({ detector: { backend } }),
  );
  expect(native).toBe(simd);
  expect(cpu).not.toBe(simd);
});

test.each([
  ['the seed', { detector: { seed: 7 } }],
  ['a size', { detector: { hiddenSize: 33 } }],
  ['the scaler', { preprocess: { scaler: { kind: 'minmax' } } }],
  ['the baselines', { baselines: { baselines: ['none'] } }],
  ['the threshold', { alarmPolicy: { threshold: { kind: 'max' } } }],
])('is another one with another value of %s', (_, given) => {
  expect(idOf(given)).not.toBe(idOf({}));
});

test('is the beginning of the SHA-256 of the settings as JSON with sorted names', () => {
  const settings = parseTrainSettings({ detector: { kind: 'norm' } });
  const { preprocess, detector, baselines, alarmPolicy } = settings;
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((name) => [name, sorted((value as Record<string, unknown>)[name])]),
        )
      : value;
  const text = JSON.stringify(sorted({ alarmPolicy, baselines, detector, preprocess }));
  const hash = createHash('sha256').update(text).digest('hex');
  expect(settingsId(settings)).toBe(hash.slice(0, 12));
});
