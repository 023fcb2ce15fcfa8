/** The rows of a message. */
import { expect, test } from 'vitest';
import { recordsIn } from './mqtt.js';

test('takes the rows of a message as one object, a list or lines', () => {
  expect(recordsIn('{"a":1}')).toEqual(['{"a":1}']);
  expect(recordsIn('[{"a":1},{"a":2}]')).toEqual(['{"a":1}', '{"a":2}']);
  expect(recordsIn('{"a":1}\n{"a":2}\n')).toEqual(['{"a":1}', '{"a":2}']);
  expect(recordsIn('1,2\r\n3,4')).toEqual(['1,2', '3,4']);
  expect(recordsIn('[1')).toEqual(['[1']);
});
