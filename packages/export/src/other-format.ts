/** What to do with a detector that a format does not hold. */
import type { DetectorState } from '@anodec/core';
import { scoresInBrowser } from '@anodec/web';

/** A sentence that names the format that holds the detector, where there is one. */
export function remedyFor({ detector }: DetectorState): string {
  return scoresInBrowser(detector)
    ? 'Export it as web, which runs it.'
    : 'No format holds it: score with its run instead.';
}
