/** One import for a notebook: all packages, and how their values are shown under a cell. */
import { isInNotebook } from './display.js';
import { showErrorsAsSentences } from './errors.js';

export * from '@anodec/charts';
export * from '@anodec/classic';
export * from '@anodec/classifiers';
export * from '@anodec/core';
export * from '@anodec/data';
export * from '@anodec/devices';
export * from '@anodec/eval';
export * from '@anodec/explore';
export * from '@anodec/metrics';
export * from '@anodec/model';
export * from '@anodec/pipeline';
export * from '@anodec/plausibility';
export * from '@anodec/preprocess';
export * from '@anodec/report';
export * from '@anodec/runs';
export * from '@anodec/simulator';
export * from '@anodec/tables';
// names that two packages have: those of the package that a notebook is more likely to mean
export { type Cell, type Column } from '@anodec/charts';
export { type RowStream } from '@anodec/core';
export { PrepareConfig } from '@anodec/data';
export { type ScoredRows, type Span } from '@anodec/eval';
export { type ChannelDrift, type CompareOptions } from '@anodec/explore';
export { type Confusion, countRows, type UnscoredRows } from '@anodec/metrics';
export { type Contender, openRun } from '@anodec/pipeline';
export { PrepareConfig as PlausibilityPrepareConfig } from '@anodec/plausibility';
export * from './browsers.js';
export { display, isInNotebook, type MimeBundle, type Output } from './display.js';
export {
  type DataSet,
  compareConverted,
  openRunOn,
  preparePlant,
  readConverted,
  readDataSet,
} from './data-set.js';
export { describeFrame } from './frame-table.js';
export { liveProgress } from './progress.js';
export { sectionKeys, showSections } from './sections.js';
export { type ReconstructOptions, reconstructWindows } from './windows.js';
export { show, showHtml, type Shown, type ShowOptions } from './show.js';

if (isInNotebook()) showErrorsAsSentences();
