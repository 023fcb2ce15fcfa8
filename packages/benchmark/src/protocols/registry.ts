/** The protocols by name. To add one: one file beside this one, one line here. */
import { garg } from './garg.js';
import { nab } from './nab.js';
import type { Protocol } from './protocol.js';
import { quovadis } from './quovadis.js';
import { skab } from './skab.js';
import { tsbAd } from './tsb-ad.js';

export const protocols: Readonly<Record<string, Protocol>> = {
  garg,
  quovadis,
  skab,
  'tsb-ad': tsbAd,
  nab,
};

/** Names of the protocols. */
export const protocolNames: readonly string[] = Object.keys(protocols);
