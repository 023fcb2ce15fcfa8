/** The state of a fitted detector as bytes. */
import { DataError, type DetectorState } from '@anodec/core';
import { z } from 'zod';
import { jsonText } from './json-text.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** A state without its arrays, as the text of a file. */
const StoredHeader = z.object({
  detector: z.string(),
  config: jsonText(z.record(z.string(), z.unknown())),
  channels: jsonText(z.array(z.string())),
});

/** Writes a state as safetensors: its arrays by name, the rest as text. */
export function encodeState(state: DetectorState): Uint8Array {
  return encodeSafetensors(state.arrays, encodeHeader(state));
}

/**
 * Reads what `encodeState` wrote.
 *
 * @param origin of the bytes, for messages: a file name
 * @throws DataError when the bytes are not the state of a detector
 */
export function decodeState(bytes: Uint8Array, origin = 'the file'): DetectorState {
  const { arrays, metadata } = decodeSafetensors(bytes, origin);
  return { ...decodeHeader(metadata, origin), arrays };
}

/** A state without its arrays, as the text of a safetensors file. */
export function encodeHeader({
  detector,
  config,
  channels,
}: DetectorState): Readonly<Record<string, string>> {
  return { detector, config: JSON.stringify(config), channels: JSON.stringify(channels) };
}

/** @throws DataError when the text does not describe a detector */
export function decodeHeader(
  metadata: Readonly<Record<string, string>>,
  origin: string,
): Omit<DetectorState, 'arrays'> {
  const { detector, config, channels } = metadata;
  if (detector === undefined || config === undefined || channels === undefined) {
    throw new DataError(
      `${origin} must describe a detector, got the entries ${Object.keys(metadata).join(', ') || 'none'}.`,
    );
  }
  const result = StoredHeader.safeParse(metadata);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new DataError(
    `${origin} must describe a detector, got at ${path.join('.')}: ${message}. The file is damaged.`,
  );
}
