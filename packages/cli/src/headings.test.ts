/** Tests of the headings of the help. */
import { expect, test } from 'vitest';
import { headingOf } from './headings.js';

const flag = { path: [], name: '', aliases: [], former: [], type: 'string', help: '' } as const;

test.each([
  ['alarmPolicy', undefined, 'Alarm policy:'],
  ['preprocess', undefined, 'Preprocessing:'],
  ['detector', undefined, 'Detector:'],
  ['detector', 'pca', 'Detector, pca:'],
])('writes the heading of %s, kind %s', (section, only, heading) => {
  expect(headingOf({ ...flag, section, ...(only && { only }) })).toBe(heading);
});
