/** The protocols by name. To add one: one file beside this one, one line here. */
import type { Protocol } from './protocol.js';

export const protocols: Readonly<Record<string, Protocol>> = {};

/** Names of the protocols. */
export const protocolNames: readonly string[] = Object.keys(protocols);
