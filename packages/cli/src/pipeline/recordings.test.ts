import { createFrame, frameLength } from '@anodec/core';
import { expect, test } from 'vitest';
import { countRows, preprocess, resampleTo, splitNormal } from './recordings.js';
import { RecordingConfig } from './settings.js';

/** Rows 10 s apart whose single channel counts up from 0. */
function ramp(T: number) {
  return createFrame({
    values: Float32Array.from({ length: T }, (_, t) => t),
    channels: ['level'],
    timestamps: Float64Array.from({ length: T }, (_, t) => t * 10_000),
  });
}

const config = RecordingConfig.parse({ validationSplit: 0.2, scaler: 'minmax', clip: 3 });

test('learns the scaler on training rows alone and keeps a window less one row between the sides', () => {
  const normal = splitNormal([ramp(104)], config, 5);
  expect(countRows(normal)).toEqual({ training: 80, validation: 20 });
  const [{ raw }] = normal.validation;
  expect(raw.values[0]).toBe(84); // rows 80 to 83 belong to neither
  expect(normal.preprocessing.scaler.maps).toEqual([{ offset: 0, scale: 79 }]);
});

test('clips what detectors see, not what the report shows', () => {
  const { preprocessing } = splitNormal([ramp(104)], config, 5);
  const far = createFrame({ ...ramp(2), values: Float32Array.of(79, 79 * 9) });
  const { raw, seen } = preprocess(far, preprocessing);
  expect([...seen.values]).toEqual([1, 3]);
  expect([...raw.values]).toEqual([79, 711]);
});

test('averages fine rows and leaves rows alone that are coarser or have no times', () => {
  expect([...resampleTo(ramp(6), '30s').values]).toEqual([1, 4]);
  expect(frameLength(resampleTo(ramp(6), '5s'))).toBe(6);
  const numbered = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
  expect(resampleTo(numbered, '30s')).toBe(numbered);
});
