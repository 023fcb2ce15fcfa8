/** Event files and projector files of TensorBoard. */
export { addEmbedding, type Embedding } from './embedding.js';
export { createEventWriter, type EventWriter, type EventWriterOptions } from './event-writer.js';
export type { CustomChart, CustomLayout } from './kinds/custom-scalars.js';
export type { GraphNode } from './kinds/graph.js';
export type { Hyperparameter, Hyperparameters, SessionStatus } from './kinds/hparams.js';
export { encodePng, type NumberedPixels, type Picture, type Pixels } from './png.js';
