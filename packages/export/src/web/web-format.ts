/**
 * The model as a page: index.html scores tables in a browser, opened from a disk, and artifact.anodec.json is the
 * same model for a page that is served elsewhere.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { primaryOf, type TrainedRun } from '@anodec/pipeline';
import { encodeArtifact, webPage } from '@anodec/web';
import type { ExportContent, ExportFormat } from '../format.js';
import { checkKnownNetwork } from '../known-network.js';

/** The files of the format. */
export interface WebContent extends ExportContent {
  readonly files: { readonly 'index.html': string; readonly 'artifact.anodec.json': string };
}

/** A page. */
export const webFormat = {
  purpose: 'a page that scores tables in a browser without a server',
  make(trained: TrainedRun): WebContent {
    const artifact = artifactOf(trained);
    return {
      files: { 'index.html': webPage(pageScript(), artifact), 'artifact.anodec.json': artifact },
      notes: [
        'The page reads CSV with a header, numbers with a point and ISO times; scores may differ from those here by a ' +
          'millionth, as the page computes in double precision.',
      ],
    };
  },
} satisfies ExportFormat;

/** The primary detector of a run as the text that the page reads. */
function artifactOf(trained: TrainedRun): string {
  const { run, settings, preprocessing } = trained;
  const { detector, input, title, alarmPolicy } = primaryOf(trained);
  if (detector.state().detector === 'autoencoder') checkKnownNetwork(detector.state(), 'web');
  const name = run.version === undefined ? run.path : `version ${run.version}`;
  return encodeArtifact({
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
