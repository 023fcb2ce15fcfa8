export { createEventWriter, type EventWriter, type EventWriterOptions } from './event-writer.js';
export type { Hyperparameter, SessionStatus } from './summary.js';
