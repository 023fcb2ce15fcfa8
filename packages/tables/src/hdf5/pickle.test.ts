/** Python pickles. */
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { ObjectArray, readPickle } from './pickle.js';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const read = (text: string) => readPickle(bytes(text), 'the pickle');

// python3.11: pickle.dumps(['a', 'µ', -5, 2**40, -1.5, None, True], protocol)
test.each([
  [0, '(lp0\nVa\np1\naV\xb5\np2\naI-5\naL1099511627776L\naF-1.5\naNaI01\na.'],
  [
    2,
    '\x80\x02]q\x00(X\x01\0\0\0aq\x01X\x02\0\0\0\xc2\xb5q\x02J\xfb\xff\xff\xff\x8a\x06\0\0\0\0\0\x01G\xbf\xf8\0\0\0\0\0\0N\x88e.',
  ],
  [
    4,
    '\x80\x04\x95\x26\0\0\0\0\0\0\0]\x94(\x8c\x01a\x94\x8c\x02\xc2\xb5\x94J\xfb\xff\xff\xff\x8a\x06\0\0\0\0\0\x01G\xbf\xf8\0\0\0\0\0\0N\x88e.',
  ],
])('reads a list as protocol %i writes it', (_, pickle) => {
  expect(read(pickle)).toEqual(['a', 'µ', -5, 2 ** 40, -1.5, null, true]);
});

test('reads what is written with characters above a byte', () => {
  expect(read('V\\u20ac \\U0001f600\n.')).toBe('€ 😀');
});

test('reads a whole number of 64 bits to the last digit', () => {
  expect(read('\x80\x02\x8a\x08\x01\0\0\0\0\0\0\x80.')).toBe(-(2n ** 63n) + 1n);
});

// what Python would run; each is refused before anything is made of it
test.each([
  ['a call of the shell', "cos\nsystem\n(S'echo'\ntR.", 'the Python object os.system'],
  ['a builtin', '\x80\x04\x8c\x08builtins\x8c\x04eval\x93.', 'the Python object builtins.eval'],
  ['a class', '\x80\x02c__main__\nEvil\n)\x81.', 'the Python object __main__.Evil'],
  ['a name of the object of all objects', 'cconstructor\nx\n.', 'the Python object constructor.x'],
  ['an instance', '(i__main__\nEvil\n.', 'the instruction 0x69'],
  ['a persistent id', 'P1\n.', 'the instruction 0x50'],
  ['an extension', '\x80\x02\x82\x01.', 'the instruction 0x82'],
  [
    'a call of a known name with other things',
    'cdatetime\ntime\n(I1\ntR.',
    'a call of datetime.time',
  ],
  ['an element type that is no object', 'cnumpy\ndtype\n(Vf8\ntR.', 'an array of f8'],
  ['a state for a list', '(l(Va\ntb.', 'an object with a state'],
])('refuses %s', (_, pickle, got) => {
  expect(() => read(pickle)).toThrow(DataError);
  expect(() => read(pickle)).toThrow(`must hold texts, numbers and dates alone, got ${got}`);
});

// from the attribute info that pandas 3.0.6 writes for an index of times with a frequency or a zone
test.each([
  ['cpandas._libs.tslibs.offsets\nSecond\np9\n(I1\nI00\ntp10\nR', 'a call'],
  ['cpandas._libs.tslibs.offsets\nMonthEnd\n(I1\ntR(dVn\nI1\nsb', 'a call and a state'],
  [
    'c__builtin__\ngetattr\n(czoneinfo\nZoneInfo\nV_unpickle\ntR(VEurope/Berlin\nI1\ntR',
    'a call of a method',
  ],
])('ignores objects where only texts are wanted: %s', (made) => {
  const info = `(dVindex\n(dVfreq\n${made}sVindex_name\nVwhen\nss.`;
  const ignoring = readPickle(bytes(info), 'the pickle', { ignoreObjects: true });
  expect(ignoring).toEqual(['index', ['freq', null, 'index_name', 'when']]);
  expect(() => read(info)).toThrow('got the Python object');
});

const array =
  '\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R' +
  '(K\x01K\x02\x85cnumpy\ndtype\nX\x02\0\0\0O8\x89\x88\x87R(K\x03X\x01\0\0\0|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb\x89](X\x01\0\0\0aNetb.';

test('reads an array of objects with its shape', () => {
  const found = read(array);
  expect(found).toBeInstanceOf(ObjectArray);
  expect(found).toMatchObject({ shape: [2], cells: ['a', null] });
});

test('refuses every pickle that was cut short, and none makes it hang', () => {
  for (let length = 0; length < array.length; length++) {
    expect(() => read(array.slice(0, length))).toThrow(DataError);
  }
});

test('answers every changed byte with a value or a DataError', () => {
  const outcome = (changed: Uint8Array): unknown => {
    try {
      readPickle(changed, 'the pickle');
      return 'read';
    } catch (error) {
      return error instanceof DataError ? 'refused' : error;
    }
  };
  const outcomes = Array.from({ length: array.length }, (_, at) =>
    [1, 0x20, 0x80, 0xff].map((change) => {
      const changed = bytes(array);
      changed[at] ^= change;
      return outcome(changed);
    }),
  ).flat();
  expect([...new Set(outcomes)].sort()).toEqual(['read', 'refused']);
  expect(outcomes.filter((one) => one === 'refused').length).toBeGreaterThan(array.length);
});
