import type { Normalisation } from './normalisation.js';

/** Leaves errors as they are: channels with a large error rule the score. */
export const none: Normalisation = () => ({ centre: 0, spread: 1 });
