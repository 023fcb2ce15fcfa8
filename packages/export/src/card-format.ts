/** The model card as an export. */
import { modelCard } from '@anodec/pipeline';
import type { ExportFormat } from './format.js';

/** The model card. */
export const cardFormat: ExportFormat = {
  purpose: 'the model card as Markdown',
  make: async (trained) => ({ files: { 'model-card.md': await modelCard(trained) }, notes: [] }),
};
