/** The public names of the package. */
export { cleanMessages } from './clean.js';
export {
  compareClassifiers,
  type Result as ClassifierResult,
  SplitConfig,
  type SplitMessages,
  splitMessages,
  trainAndTest,
} from './compare/compare-classifiers.js';
export {
  type Contender as ClassifierContender,
  type ContenderGroup,
  contenderGroups,
  contendersOf,
  originalContenders,
  tunedContenders,
} from './contenders.js';
export { bestOf as bestResult, type DemoListener, type DemoSettings, runDemo } from './demo.js';
export { openClassifier, writeClassifier } from './file/classifier-file.js';
export {
  type Plausibility,
  plausibilityOf,
  type Score as PlausibilityScore,
} from './file/plausibility.js';
export { writeScript } from './file/write-script.js';
export { handMadeConfusion, isPlausibleCar } from './hand-made-rule.js';
export { makeMalicious } from './malicious/make-malicious.js';
export { MaliciousConfig, strategies } from './malicious/registry.js';
export { readMessages, writeMessages } from './message-file.js';
export {
  joinMessages,
  MESSAGE_CLASSES,
  type Message,
  type MessageClass,
  messageCount,
  messageLabels,
  messageRows,
  type Messages,
  messagesFrom,
  selectMessages,
  type Verdict,
  VERDICTS,
} from './messages.js';
export { mapRange, messageMap, type MessageMapOptions } from './plot.js';
export {
  messagesFile,
  PrepareConfig,
  type Prepared,
  prepareMessages,
  readPrepared,
  TablesConfig,
} from './prepare.js';
export { readSizes, type ReadTable, type TablePath } from './read/read-sizes.js';
export { type SizeSource, sizeSources } from './read/sources.js';
