export { type ArtifactStore, openArtifacts, type ServedArtifact } from './artifact-store.js';
export { type DescribedArtifact, describeArtifact } from './describe-artifact.js';
export { openApiDocument } from './open-api.js';
export { ServeConfig } from './settings.js';
export {
  type RunningService,
  type ServiceListeners,
  type ServiceSettings,
  startService,
} from './start-service.js';
