/** Missing readings stay missing. */
import { variantSettings } from '@anodec/core';
import { defineMissingRule, rowByRow } from './rule.js';

const settings = variantSettings(
  'mask',
  'Missing readings stay missing: neither learned from nor scored',
  {},
);

/**
 * Leaves readings missing: they add nothing to a loss, have no score, and count in no statistic. A row
 * is scored by the channels that it has. No row is held back.
 */
export const mask = defineMissingRule({
  settings,
  takesInsertedRows: true,
  start: () => rowByRow((rows) => rows),
});
