/** The public names of the package. */
export {
  type Attribute,
  type Dimension,
  type ElementType,
  Graph,
  type TensorData,
} from './graph.js';
export { encodeModel, IR_VERSION, type ModelFacts, OPSET } from './model.js';
export {
  type RecurrentCell,
  type RecurrentLayer,
  recurrentLayer,
  type RecurrentStates,
  type RecurrentWeights,
} from './recurrent.js';
