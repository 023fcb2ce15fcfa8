/** Requests that somebody with bad intent, or a broken client, might send; drawn from a seed. */
import type { Random } from '@anodec/core';
import { requestBytes } from './raw-request.js';

/** A text that must never come back as markup. */
export const MARKUP = '<svg/onload=alert(1)>';

const PATHS = [
  '/',
  '/runs/version_0',
  '/runs/version_0/report',
  '/runs/:',
  '/api/runs/version_0/curves',
  '/api/runs/:/curves',
  '/compare?run=version_0&run=version_1',
  '/compare?run=:&run=:',
  '/api/curves?run=:&run=version_1',
  '/live',
  '/live/version_1.plant',
  '/live/:',
  '/live/:/rows.csv',
  '/alarms',
  '/api/alarms',
  '/sensors',
  '/api/sensors?model=:',
  '/score',
  '/api/runs/version_0/score?name=:',
  '/api/runs/:/score?name=new.csv',
  '/style.css',
  '/page.js',
  '/health',
  '/:',
];

/** What stands where a path has a colon; the ways out of a folder among them. */
export const WAYS_OUT = [
  '..',
  '../..',
  '%2e%2e',
  '%2e%2e%2f%2e%2e%2fsecret.txt',
  '..%2fsecret.txt',
  '..%5c..%5csecret.txt',
  '....//secret.txt',
  '..;/secret.txt',
  '%252e%252e%252fsecret.txt',
  '%c0%ae%c0%ae/secret.txt',
  'version_0/../../secret.txt',
  'version_0%00/secret.txt',
  'version_0%2f..%2f..%2fsecret.txt',
  '/etc/passwd',
  '//etc/passwd',
  'file:///etc/passwd',
  '\\\\host\\share',
  'version_0.',
  'VERSION_0',
  'version_00',
  'version_-1',
  'version_1e9',
  '__proto__',
  'constructor',
  'toString',
  '%',
  '%zz',
  '%ff',
  'x'.repeat(600),
  encodeURIComponent(MARKUP),
  encodeURIComponent('"><script>alert(1)</script>'),
  encodeURIComponent('\u202e\u0000\ud83d\ude00'),
  '*',
  '?',
  '#',
];

const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'X',
];

const HEADERS: readonly (readonly [string, string])[] = [
  ['content-type', 'application/json'],
  ['content-type', 'text/csv'],
  ['content-type', 'application/octet-stream'],
  ['content-type', 'multipart/form-data; boundary=x'],
  ['content-type', '\u0001'.replace('\u0001', 'x/'.repeat(100))],
  ['accept', 'text/html'],
  ['accept', '*/*;q=NaN'],
  ['cookie', 'anodec_token=%zz; a=b; ='],
  ['authorization', 'Bearer '],
  ['authorization', 'Basic YTpi'],
  ['origin', 'null'],
  ['origin', 'http://localhost'],
  ['x-forwarded-host', 'evil.example'],
  ['x-http-method-override', 'DELETE'],
  ['range', 'bytes=0-99999999999'],
  ['expect', '100-continue'],
  ['if-none-match', '*'],
  ['upgrade', 'websocket'],
  ['transfer-encoding', 'chunked'],
  ['content-length', '99999999999999999999'],
  ['host', 'evil.example'],
  ['host', ''],
];

const BODIES = [
  '',
  '{}',
  '[]',
  'null',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"kind":"run","origin":"version_0","key":"1704153600000","note":"x"}',
  `{"kind":"run","origin":"version_0","key":"1704153600000","note":${JSON.stringify(MARKUP)}}`,
  '{"kind":"run","origin":"../..","key":"__proto__","acknowledge":true}',
  '{"kind":"stream","origin":"version_1.plant","key":"__proto__","note":"x"}',
  `{"kind":"run","origin":"version_0","key":${JSON.stringify('k'.repeat(10_000))}}`,
  '['.repeat(20_000),
  '{"a":'.repeat(5000),
  'A,B\n1,2\n',
  `${'a,'.repeat(5000)}\n`,
  'PAR1PAR1',
  'ARROW1\u0000\u0000',
  '\ufeff\u0000\u0001',
];

/** One request, as bytes. */
export function hostileRequest(random: Random): string {
  const pick = <V>(values: readonly V[]): V => values[random.integer(values.length)];
  const path = pick(PATHS).replaceAll(':', () => pick(WAYS_OUT));
  const headers = Object.fromEntries(
    Array.from({ length: random.integer(4) }, () => pick(HEADERS)),
  );
  const bytes = requestBytes(pick(METHODS), path, headers, pick(BODIES));
  return random.uniform() < 0.2 ? damaged(bytes, random) : bytes;
}

/** With some characters changed, left out or doubled. */
function damaged(bytes: string, random: Random): string {
  const characters = bytes.split('');
  for (let i = 0; i < 1 + random.integer(5); i++) {
    const at = random.integer(characters.length);
    const change = random.integer(3);
    if (change === 0) characters[at] = String.fromCharCode(random.integer(256));
    else if (change === 1) characters.splice(at, 1);
    else characters.splice(at, 0, characters[at] ?? '');
  }
  return characters.join('');
}
