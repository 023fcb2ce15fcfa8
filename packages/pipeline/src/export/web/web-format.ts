/**
 * The model as a page: index.html scores tables in a browser, opened from a disk, and artefact.anodec.json is the
 * same model for a page that is served elsewhere.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { encodeArtefact, webPage } from '@anodec/web';
import type { TrainedRun } from '../../trained-run.js';
import type { ExportContent, ExportFormat } from '../format.js';
import { checkKnownNetwork, primaryOf } from '../primary.js';

/** The files of the format. */
export interface WebContent extends ExportContent {
  readonly files: { readonly 'index.html': string; readonly 'artefact.anodec.json': string };
}

/** A page. */
export const webFormat = {
  purpose: 'a page that scores tables in a browser, offline',
  make(trained: TrainedRun): WebContent {
    const artefact = artefactOf(trained);
    return {
      files: { 'index.html': webPage(pageScript(), artefact), 'artefact.anodec.json': artefact },
      notes: [
        'The page reads CSV with a header, numbers with a point and ISO times; scores may differ from those here by a ' +
          'millionth, as the page computes in double precision.',
      ],
    };
  },
} satisfies ExportFormat;

/** The primary detector of a run as the text that the page reads. */
function artefactOf(trained: TrainedRun): string {
  const { run, settings, preprocessing } = trained;
  const { detector, input, title, alarmPolicy } = primaryOf(trained);
  if (detector.state().detector === 'autoencoder') checkKnownNetwork(detector.state(), 'web');
  const name = run.version === undefined ? run.path : `version ${run.version}`;
  return encodeArtefact({
    title: `${title}, ${settings.paths.dataset}, ${name}`,
    preprocessing,
    detector,
    input,
    alarmPolicy,
  });
}

/** The script of the page, which the set-up bundles. */
function pageScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('@anodec/web/page.js'), 'utf8');
}
