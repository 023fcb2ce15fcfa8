/** The public names of the package. */
export { decodeArtifact, encodeArtifact, scoresInBrowser, type WebArtifact } from './artifact.js';
export { createReconstruction, type NetworkSettings } from './forward.js';
export { type CsvChannels, readCsv } from './read-csv.js';
export { restoreNetwork } from './network.js';
export { type ScoredCsv, scoreCsv, scoredRowsCsv } from './score-csv.js';
export { webPage } from './web-page.js';
