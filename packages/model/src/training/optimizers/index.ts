/** Optimisers as a model uses them, for networks of other packages; loads TensorFlow.js, which the main entry does not. */
export * from './optimizer.js';
