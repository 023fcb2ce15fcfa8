/**
 * The graph of a model. Nodes whose names share a beginning up to a slash, `encoder/0` and `encoder/1`, are
 * shown as one box that opens.
 *
 * Source: tensorboard/compat/proto (graph, node_def, attr_value); torch/utils/tensorboard/_proto_graph.py.
 */
import { bytesField, concat, entryField, integerField, textField } from '../protobuf.js';
import { shapeField } from '../tensor.js';

/** A node of a graph. */
export interface GraphNode {
  /** Different from all others. */
  readonly name: string;
  /** What it does, such as `LSTM`. */
  readonly op: string;
  /** Names of the nodes whose outputs it reads. */
  readonly inputs?: readonly string[];
  /** Shape of its output; −1 where it is not known, such as the size of a batch. */
  readonly shape?: readonly number[];
  /** Whatever else is worth knowing, in one line. */
  readonly attributes?: string;
}

/** Version that PyTorch gives its graphs. */
const PRODUCER = 22;

/** A `GraphDef`. @throws RangeError when a node reads another that is not there, or two have one name */
export function graphDef(nodes: readonly GraphNode[]): Uint8Array {
  const names = new Set(nodes.map(({ name }) => name));
  if (names.size < nodes.length)
    throw new RangeError('Nodes of a graph must have different names.');
  for (const { name, inputs = [] } of nodes) {
    const unknown = inputs.find((input) => !names.has(input));
    if (unknown === undefined) continue;
    throw new RangeError(`Inputs of ${name} must be nodes of the graph, got ${unknown}.`);
  }
  const versions = bytesField(4, integerField(1, PRODUCER));
  return concat(...nodes.map((node) => bytesField(1, nodeDef(node))), versions);
}

function nodeDef({ name, op, inputs = [], shape, attributes }: GraphNode): Uint8Array {
  const shapes = shape && entryField(5, '_output_shapes', bytesField(1, shapesOf(shape)));
  const text = attributes !== undefined && entryField(5, 'attr', textField(2, attributes));
  return concat(
    textField(1, name),
    textField(2, op),
    ...inputs.map((input) => textField(3, input)),
    ...(shapes ? [shapes] : []),
    ...(text ? [text] : []),
  );
}

/** A list of the one shape of a node that has one output. */
function shapesOf(shape: readonly number[]): Uint8Array {
  return shapeField(7, shape);
}
