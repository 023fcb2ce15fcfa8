/**
 * A graph as the bytes of an .onnx file.
 *
 * Source: https://github.com/onnx/onnx, onnx/onnx.proto, for the numbers of fields.
 */
import {
  type Attribute,
  type Constant,
  type Dimension,
  ELEMENT_TYPES,
  type ElementType,
  type Graph,
  type Node,
  type Port,
  type TensorData,
} from './graph.js';
import { bytesField, integerField, message, textField } from './protobuf.js';

/** Version of the operators; every runtime since 2022 has it. */
export const OPSET = 17;

/** Version of the file format, the one that came with the operators. */
export const IR_VERSION = 8;

/** What a file says about itself. */
export interface ModelFacts {
  readonly name: string;
  readonly description: string;
  readonly producer: { readonly name: string; readonly version: string };
  /** Any text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes a model. */
export function encodeModel(graph: Graph, facts: ModelFacts): Uint8Array {
  const { producer, metadata, description } = facts;
  return message(
    integerField(1, IR_VERSION),
    textField(2, producer.name),
    textField(3, producer.version),
    textField(6, description),
    bytesField(7, encodeGraph(graph, facts.name)),
    bytesField(8, message(textField(1, ''), integerField(2, OPSET))),
    ...Object.entries(metadata).map(([key, value]) =>
      bytesField(14, message(textField(1, key), textField(2, value))),
    ),
  );
}

function encodeGraph({ nodes, constants, inputs, outputs }: Graph, name: string): Uint8Array {
  return message(
    ...nodes.map((node, i) => bytesField(1, encodeNode(node, i))),
    textField(2, name),
    ...constants.map((constant) => bytesField(5, encodeTensor(constant))),
    ...inputs.map((port) => bytesField(11, encodePort(port))),
    ...outputs.map((port) => bytesField(12, encodePort(port))),
  );
}

function encodeNode({ operator, inputs, outputs, attributes }: Node, index: number): Uint8Array {
  return message(
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(3, `${operator}_${index}`),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      bytesField(5, message(textField(1, name), ...encodeAttribute(value))),
    ),
  );
}

/** The value and the number of its kind. */
function encodeAttribute(value: Attribute): Uint8Array[] {
  if (typeof value === 'number') return [integerField(3, value), integerField(20, 2)];
  if (typeof value === 'string') return [textField(4, value), integerField(20, 3)];
  return [...value.map((one) => integerField(8, one)), integerField(20, 7)];
}

function encodeTensor({ name, shape, data }: Constant): Uint8Array {
  return message(
    ...shape.map((size) => integerField(1, size)),
    integerField(2, ELEMENT_TYPES[typeOf(data)]),
    textField(8, name),
    bytesField(9, littleEndian(data)),
  );
}

function typeOf(data: TensorData): ElementType {
  if (data instanceof Float32Array) return 'float';
  return data instanceof Float64Array ? 'double' : 'int64';
}

function littleEndian(data: TensorData): Uint8Array {
  const bytes = new Uint8Array(data.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) {
    const at = i * data.BYTES_PER_ELEMENT;
    if (data instanceof Float32Array) view.setFloat32(at, data[i], true);
    else if (data instanceof Float64Array) view.setFloat64(at, data[i], true);
    else view.setBigInt64(at, data[i], true);
  }
  return bytes;
}

function encodePort({ name, type, shape }: Port): Uint8Array {
  const dimensions = message(...shape.map((size) => bytesField(1, encodeDimension(size))));
  const tensor = message(integerField(1, ELEMENT_TYPES[type]), bytesField(2, dimensions));
  return message(textField(1, name), bytesField(2, bytesField(1, tensor)));
}

function encodeDimension(size: Dimension): Uint8Array {
  return typeof size === 'number' ? integerField(1, size) : textField(2, size);
}
