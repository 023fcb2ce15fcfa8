/** Tests of detector entries and registries. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { DetectorState, FittedDetector } from './detector.js';
import { createFrom, defineDetector, restoreFrom } from './detector-entry.js';
import { ConfigError } from './errors.js';

const schema = z.strictObject({ value: z.number().default(3) });

function fitted(value: number): FittedDetector {
  return {
    channels: ['a'],
    lookback: 0,
    score: async (frame) => ({ rows: new Float32Array(frame.values.length).fill(value) }),
    state: () => ({ detector: 'constant', config: { value }, channels: ['a'], arrays: {} }),
  };
}

const contexts: unknown[] = [];
const constant = defineDetector(schema, {
  title: ({ value }) => `Constant ${value}`,
  expand: (options) => ((options as { seven?: true }).seven ? { value: 7 } : options),
  create(config, context) {
    contexts.push(context);
    return { fit: async () => fitted(config.value) };
  },
  restore: ({ value }) => fitted(value),
});
const raw = defineDetector(schema, {
  title: () => 'Raw',
  input: 'raw',
  create: () => ({ fit: async () => fitted(0) }),
  restore: () => fitted(0),
});
const registry = { constant, raw };

test('checks settings and fills in defaults, after shorthands are expanded', async () => {
  expect(constant.title({})).toBe('Constant 3');
  expect(constant.title({ seven: true })).toBe('Constant 7');
  const detector = await createFrom(registry, 'constant', { value: 5 }).fit([]);
  expect(detector.state().config).toEqual({ value: 5 });
  expect(restoreFrom(registry, detector.state()).state()).toEqual(detector.state());
});

test('reads scaled recordings unless the detector asks for sensor units', () => {
  expect([constant.input, raw.input]).toEqual(['scaled', 'raw']);
});

test('refuses names and settings that are not known', () => {
  expect(() => createFrom(registry, 'lof')).toThrow(
    'There is no detector "lof". Known are: constant, raw.',
  );
  expect(() => createFrom(registry, 'constant', { typo: 1 })).toThrow('Unrecognized key: "typo"');
  const state: DetectorState = { detector: 'constant', config: { a: 1 }, channels: [], arrays: {} };
  expect(() => restoreFrom(registry, state)).toThrow('(in the stored detector)');
  expect(() => restoreFrom(registry, { ...state, detector: 'lof' })).toThrow(ConfigError);
});

test('checks settings that cannot change once, and others at each restore', () => {
  const restored: unknown[] = [];
  const entry = defineDetector(schema, {
    title: () => 'Listening',
    create: () => ({ fit: async () => fitted(0) }),
    restore(config) {
      restored.push(config);
      return fitted(0);
    },
  });
  const stateOf = (config: DetectorState['config']): DetectorState => {
    return { detector: 'listening', config, channels: [], arrays: {} };
  };
  const settings: Record<string, unknown> = { value: 5 };
  entry.restore(stateOf(settings));
  settings['value'] = 'five';
  expect(() => entry.restore(stateOf(settings))).toThrow('value');
  const frozen = Object.freeze({ value: 5 });
  entry.restore(stateOf(frozen));
  entry.restore(stateOf(frozen));
  expect(restored).toEqual([{ value: 5 }, { value: 5 }, { value: 5 }]);
  expect(restored[2]).toBe(restored[1]);
});

test('hands the context on, but no checkpoint of another detector', () => {
  const resume = { detector: fitted(1).state() };
  contexts.length = 0;
  createFrom(registry, 'constant', {}, { callbacks: [1], resume });
  createFrom(registry, 'constant');
  expect(contexts).toEqual([{ callbacks: [1], resume }, {}]);
  expect(() => createFrom(registry, 'raw', {}, { resume })).toThrow(
    'The checkpoint must be of the detector raw, got one of constant.',
  );
});
