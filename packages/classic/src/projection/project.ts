/** Projections of codes onto a plane. To add one: one file beside this one, one line here. */
import { projectPca } from './pca.js';
import type { Project } from './projection.js';
import { projectUmap } from './umap.js';

/** The projections by name. */
export const projections: Readonly<Record<'pca' | 'umap', Project>> = {
  pca: projectPca,
  umap: projectUmap,
};
