/** Missing readings are an error. */
import { checkComplete, createFrame, variantSettings } from '@anodec/core';
import { defineMissingRule, rowByRow } from './rule.js';

const settings = variantSettings('refuse', 'A missing reading is an error', {});

/** Fails at the first missing reading, with its channel, row and time. No row is held back. */
export const refuse = defineMissingRule({
  settings,
  takesInsertedRows: false,
  start: ({ channels, clock, what }) => {
    let before = 0;
    return rowByRow((rows) => {
      const { timestamps, values } = rows;
      checkComplete(createFrame({ channels, clock, timestamps, values }), what, before);
      before += timestamps.length;
      return rows;
    });
  },
});
