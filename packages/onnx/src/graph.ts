/** A graph of operators in the making. Values are known by their names; a node can only use earlier ones. */
import { ShapeError } from '@anodec/core';

/** Types of elements that we write, with their numbers in the format. */
export const ELEMENT_TYPES = { float: 1, int64: 7, bool: 9, double: 11 } as const;

/** Type of the elements of a tensor. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** The numbers of a constant; their kind is the type of its elements. */
export type TensorData = Float32Array | Float64Array | BigInt64Array;

/** A size, or the name of one that is only known when the graph runs. */
export type Dimension = number | string;

/** A setting of an operator: a whole number, several of them, or a text. */
export type Attribute = number | readonly number[] | string;

/** One operator. */
export interface Node {
  readonly operator: string;
  /** Names of values; an optional input that is left out is an empty text. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** An input or output of the graph. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

/** Collects constants and nodes in the order in which they run. */
export class Graph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  readonly inputs: Port[] = [];
  readonly outputs: Port[] = [];
  readonly #values = new Set<string>();

  /** Adds an input. @returns its name */
  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.inputs.push({ name, type, shape });
    return this.#define(name);
  }

  /** Adds a constant. @throws ShapeError when the numbers do not fill the shape */
  constant(shape: readonly number[], data: TensorData): string {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (data.length !== size) {
      throw new ShapeError(`A constant must have ${shape.join(' × ')} values, got ${data.length}.`);
    }
    const name = `constant_${this.constants.length}`;
    this.constants.push({ name, shape, data });
    return this.#define(name);
  }

  /** A list of whole numbers, as operators take axes and sizes. */
  integers(...values: readonly number[]): string {
    return this.constant([values.length], BigInt64Array.from(values.map(BigInt)));
  }

  /** Adds an operator with one result. @returns the name of the result */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    return this.nodeOf(operator, inputs, attributes, 1)[0];
  }

  /**
   * Adds an operator with several results.
   *
   * @throws ShapeError when an input is no earlier value
   */
  nodeOf(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    results: number,
  ): string[] {
    const unknown = inputs.find((name) => name !== '' && !this.#values.has(name));
    if (unknown !== undefined) {
      throw new ShapeError(`An input of ${operator} must be an earlier value, got ${unknown}.`);
    }
    const outputs = Array.from({ length: results }, (_, i) =>
      this.#define(`${operator}_${this.nodes.length}${results > 1 ? `_${i}` : ''}`),
    );
    this.nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  /** Makes a value an output of this name. */
  output(name: string, value: string, type: ElementType, shape: readonly Dimension[]): void {
    this.nodes.push({
      operator: 'Identity',
      inputs: [value],
      outputs: [this.#define(name)],
      attributes: {},
    });
    this.outputs.push({ name, type, shape });
  }

  #define(name: string): string {
    if (this.#values.has(name)) throw new ShapeError(`${name} must be the name of one value only.`);
    this.#values.add(name);
    return name;
  }
}
