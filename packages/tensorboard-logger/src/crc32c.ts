/**
 * The checksum of TFRecord files.
 *
 * Source: Castagnoli, Bräuer & Herrmann 1993, "Optimization of Cyclic Redundancy-Check Codes with 24
 * and 32 Parity Bits"; test vectors in RFC 3720, appendix B.4.
 */

/** Change of the remainder by each of the 256 bytes; the polynomial bit-reversed. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  }
  return remainder;
});

/** CRC-32C of the bytes, from 0 to 2³² − 1. */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    remainder = TABLE[(remainder ^ bytes[i]) & 255] ^ (remainder >>> 8);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

/**
 * The checksum as TFRecord stores it: rotated and shifted by a constant, so that a record which
 * holds records with their checksums does not weaken its own.
 */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
