/** Pooling by Fisher's combined probability. */
import { variantSettings } from '@anodec/core';
import { chiSquareSurprise } from '../tail/log-survival.js';
import { definePooling } from './pooling.js';

/**
 * −ln of the probability of a larger −2 Σ ln p over the K channels with a score, which is χ² with 2K degrees
 * of freedom for independent channels: many channels that are each a little strange add up, and a row
 * with missing channels compares with others. Channels that err together count several times.
 *
 * It takes channel scores that are −ln p.
 *
 * Source: Fisher 1932, "Statistical Methods for Research Workers", 4th edition, section 21.1.
 */
export const fisher = definePooling(
  variantSettings(
    'fisher',
    "Fisher's combined probability; for normalisations whose scores are tail probabilities",
    {},
  ),
  () => (values) => {
    let sum = 0;
    for (const value of values) sum += Math.max(0, value);
    return chiSquareSurprise(sum, values.length);
  },
  { needsSurprise: true },
);
