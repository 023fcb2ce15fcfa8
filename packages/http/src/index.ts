export { isLoopback } from './access.js';
export {
  type Answer,
  type EventAnswer,
  htmlAnswer,
  HttpError,
  jsonAnswer,
  mediaType,
  readJson,
  type Route,
  type RouteRequest,
  type SendEvent,
} from './answer.js';
export { createLimiter, type Limiter } from './limiter.js';
export { EMBEDDED_POLICY } from './security-headers.js';
export {
  type Answered,
  type RunningServer,
  type ServerOptions,
  startServer,
  withToken,
} from './server.js';
export { LimitsConfig, ListenConfig, portOf } from './settings.js';
