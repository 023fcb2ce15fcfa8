/** Table of thresholds. */
import { createVariants } from '@anodec/core';
import { budget } from './budget.js';
import { conformal } from './conformal.js';
import { dspot } from './dspot.js';
import { dynamicWindow } from './dynamic-window.js';
import { dynamic } from './dynamic.js';
import { fixed } from './fixed.js';
import { mad } from './mad.js';
import { max } from './max.js';
import { pot } from './pot.js';
import { quantile } from './quantile.js';
import { sigma } from './sigma.js';
import { spot } from './spot.js';

/** To add a threshold: one file beside this one, one line here. It gets normal scores, no label. */
export const thresholds = createVariants('threshold', 'budget', [
  quantile,
  sigma,
  mad,
  max,
  pot,
  spot,
  dspot,
  dynamic,
  dynamicWindow,
  conformal,
  budget,
  fixed,
]);
