/** The checksum of TFRecord files, compared with RFC 3720. */
import { expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.js';

// RFC 3720, appendix B.4
test.each([
  ['32 bytes of zeroes', new Uint8Array(32), 0x8a9136aa],
  ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['32 bytes going up', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ['32 bytes going down', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
])('gives the published checksum of %s', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

test('masks by a rotation of 15 and a constant, modulo 2³²', () => {
  // by hand: 0x8a9136aa rotated right by 15 is 0x6d551522; plus 0xa282ead8 exceeds 32 bits
  expect(maskedCrc32c(new Uint8Array(32))).toBe((0x6d551522 + 0xa282ead8) % 2 ** 32);
});
