/** The networks of the variants by name. */
import type { VariantName } from '../variants.js';
import { acgan } from './acgan.js';
import { cgan } from './cgan.js';
import { gan } from './gan.js';
import { lstmGan } from './lstm-gan.js';
import { racgan } from './racgan.js';
import { rgan } from './rgan.js';
import type { GanVariant } from './variant.js';
import { wganGp } from './wgan-gp.js';

/** To add one: a file beside this one, a line here, a line of `variants`. */
export const networks: Readonly<Record<VariantName, GanVariant>> = {
  acgan,
  cgan,
  gan,
  'lstm-gan': lstmGan,
  racgan,
  rgan,
  'wgan-gp': wganGp,
};
