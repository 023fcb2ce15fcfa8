/** The state of a fitted detector as bytes. */
import { DataError, type DetectorState } from '@anodec/core';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** Writes a state as safetensors: its arrays by name, the rest as text beside them. */
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
  return {
    detector,
    config: JSON.parse(config) as Record<string, unknown>,
    channels: JSON.parse(channels) as string[],
  };
}
