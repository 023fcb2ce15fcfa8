/** The model card as an export. */
import { modelCard } from '../model-card/model-card.js';
import type { ExportFormat } from './format.js';

/** The model card. */
export const cardFormat: ExportFormat = {
  purpose: 'the model card, what is known about the model, as Markdown',
  make: async (trained) => ({ files: { 'model-card.md': await modelCard(trained) }, notes: [] }),
};
