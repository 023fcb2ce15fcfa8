/** The tags of SWaT. */
import { expect, test } from 'vitest';
import { SWAT_CHANNELS, SWAT_TAGS } from './tags.js';

test('lists the 51 tags by stage, 25 sensors and 26 actuators', () => {
  expect(SWAT_TAGS).toHaveLength(51);
  expect(new Set(SWAT_CHANNELS).size).toBe(51);
  const perStage = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'].map(
    (stage) => SWAT_TAGS.filter((tag) => tag.stage === stage).length,
  );
  expect(perStage).toEqual([5, 11, 9, 9, 13, 4]);
  expect(SWAT_TAGS.filter(({ kind }) => kind === 'continuous')).toHaveLength(25);
  expect(SWAT_TAGS[16]).toEqual({
    name: 'DPIT301',
    stage: 'P3',
    kind: 'continuous',
    unit: 'kPa',
    meaning: 'pressure drop over ultrafiltration membrane',
  });
  expect(SWAT_TAGS.at(-1)?.name).toBe('P603');
});
