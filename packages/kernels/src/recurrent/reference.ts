/**
 * One recurrent layer over a whole sequence, forward and backward, over typed arrays.
 *
 * The reference of all faster kernels, and with fast matrix products fast enough for use: the input
 * product of all rows is one product, the time loop multiplies into preallocated arrays, and the
 * gradients of the weights are one product each after the loop.
 */
import { multiply, outerProduct, type Products } from '../products.js';
import { type Real, sumRows, transpose, zerosLike } from '../real.js';
import type {
  CellReference,
  RowPosition,
  SequenceInputs,
  SequenceTape,
  StepGradients,
} from './cells/cell.js';
import { isWalkedOver, rowBefore, rowOrder, type SequenceWalk } from './walk.js';

/** The gradient of the loss with respect to each result; default: zero. */
export interface UpstreamGradients<A extends Real> {
  /** (B, W, H), for the hidden states; ignored in rows past the lengths. */
  readonly hidden?: A;
  /** (B, H), for the last hidden state. */
  readonly state?: A;
  /** (B, H), for the last cell state. */
  readonly cell?: A;
}

/** The gradients of a layer, in the shapes of the tensors that they belong to. */
export interface SequenceGradients<A extends Real> {
  /** Only where it was requested. */
  readonly input?: A;
  readonly weightIh: A;
  readonly weightHh: A;
  readonly biasIh: A;
  readonly biasHh: A;
  readonly initialHidden: A;
  readonly initialCell: A;
}

/** Runs a layer. Its results are `hidden`, `state` and `cell` of the tape. */
export function forwardSequence<A extends Real>(
  cell: CellReference,
  walk: SequenceWalk,
  inputs: SequenceInputs<A>,
  products: Products<A>,
): SequenceTape<A> {
  const { B, W, H } = walk;
  const GH = cell.gates * H;
  const like = inputs.input;
  const tape = {
    ...inputs,
    gates: inputProduct(walk, GH, inputs, products),
    hidden: zerosLike(like, B * W * H),
    extra: zerosLike(like, B * W * H),
    product: zerosLike(like, B * GH),
    state: inputs.initialHidden.slice() as A,
    cell: inputs.initialCell.slice() as A,
  };
  const weights = products.pack(transpose(inputs.weightHh, GH, H), H, GH);
  for (const w of rowOrder(walk)) {
    weights.multiply(tape.state, B, tape.product);
    addBias(tape.product, inputs.biasHh);
    forEachRow(walk, w, (position) => cell.forward(tape, position));
  }
  weights.free();
  return tape;
}

/** Visits row w of every sequence that reaches it. The position is the same object each time. */
function forEachRow(walk: SequenceWalk, w: number, visit: (position: RowPosition) => void): void {
  const { B, W, H } = walk;
  const position = { H, b: 0, row: 0, before: 0 };
  for (let b = 0; b < B; b++) {
    if (!isWalkedOver(walk, b, w)) continue;
    const before = rowBefore(walk, b, w);
    position.b = b;
    position.row = b * W + w;
    position.before = before < 0 ? -1 : b * W + before;
    visit(position);
  }
}

/** (B, W, GH), x · weightIhᵀ + biasIh of all rows. */
function inputProduct<A extends Real>(
  { B, W, I, constantInput }: SequenceWalk,
  GH: number,
  { input, weightIh, biasIh }: SequenceInputs<A>,
  products: Products<A>,
): A {
  const rows = constantInput ? B : B * W;
  const product = zerosLike(input, rows * GH);
  multiply(products, input, transpose(weightIh, GH, I), product, [rows, I, GH]);
  addBias(product, biasIh);
  if (!constantInput) return product;
  const repeated = zerosLike(input, B * W * GH);
  for (let row = 0; row < B * W; row++) {
    const b = Math.floor(row / W);
    repeated.set(product.subarray(b * GH, (b + 1) * GH), row * GH);
  }
  return repeated;
}

function addBias(rows: Real, bias: Real): void {
  const N = bias.length;
  for (let row = 0; row < rows.length; row += N) {
    for (let n = 0; n < N; n++) rows[row + n] += bias[n];
  }
}

/**
 * Backpropagates through time.
 *
 * @param withInput whether to compute the gradient of the input
 */
export function backwardSequence<A extends Real>(
  cell: CellReference,
  walk: SequenceWalk,
  tape: SequenceTape<A>,
  upstream: UpstreamGradients<A>,
  products: Products<A>,
  withInput: boolean,
): SequenceGradients<A> {
  const { B, W, H } = walk;
  const GH = cell.gates * H;
  const zeros = (length: number) => zerosLike(tape.hidden, length);
  const input = zeros(B * W * GH);
  const gradients: StepGradients<A> = {
    input,
    recurrent: cell.separateGradients ? zeros(B * W * GH) : input,
    step: zeros(B * GH),
    dState: (upstream.state?.slice() ?? zeros(B * H)) as A,
    dCell: (upstream.cell?.slice() ?? zeros(B * H)) as A,
  };
  const { dState, step } = gradients;
  const throughGates = zeros(B * H);
  const weights = products.pack(tape.weightHh, GH, H);
  for (const w of rowOrder({ ...walk, reverse: !walk.reverse })) {
    step.fill(0); // in rows past the lengths dState remains as it is
    forEachRow(walk, w, (position) => {
      if (upstream.hidden) addRow(dState, upstream.hidden, position);
      cell.backward(tape, gradients, position);
    });
    weights.multiply(step, B, throughGates);
    for (let i = 0; i < B * H; i++) dState[i] += throughGates[i];
  }
  weights.free();
  return weightGradients(walk, GH, tape, gradients, products, withInput);
}

/** dState of one sequence += the gradient of one row's hidden state. */
function addRow(dState: Real, dHidden: Real, { H, b, row }: RowPosition): void {
  for (let j = 0; j < H; j++) dState[b * H + j] += dHidden[row * H + j];
}

function weightGradients<A extends Real>(
  walk: SequenceWalk,
  GH: number,
  tape: SequenceTape<A>,
  { input: dGates, recurrent, dState, dCell }: StepGradients<A>,
  products: Products<A>,
  withInput: boolean,
): SequenceGradients<A> {
  const { B, W, I, H, constantInput } = walk;
  // the gradient of a constant input is summed over all rows
  const dInput = constantInput ? sumOverRows(dGates, walk, GH) : dGates;
  const rows = constantInput ? B : B * W;
  const biasIh = zerosLike(dGates, GH);
  const biasHh = zerosLike(dGates, GH);
  sumRows(dInput, rows, GH, biasIh);
  sumRows(recurrent, B * W, GH, biasHh);
  let input: A | undefined;
  if (withInput) {
    input = zerosLike(dGates, rows * I);
    multiply(products, dInput, tape.weightIh, input, [rows, GH, I]);
  }
  return {
    input,
    weightIh: outerProduct(dInput, tape.input, rows, GH, I, products),
    weightHh: outerProduct(recurrent, previousHidden(tape, walk), B * W, GH, H, products),
    biasIh,
    biasHh,
    initialHidden: dState,
    initialCell: dCell,
  };
}

/** (B, GH), the sum over the rows of each sequence of (B, W, GH). */
function sumOverRows<A extends Real>(gates: A, { B, W }: SequenceWalk, GH: number): A {
  const sums = zerosLike(gates, B * GH);
  for (let b = 0; b < B; b++) {
    const rows = gates.subarray(b * W * GH, (b + 1) * W * GH);
    sumRows(rows, W, GH, sums.subarray(b * GH, (b + 1) * GH));
  }
  return sums;
}

/** (B, W, H), the hidden state before each row; 0 in rows past the lengths. */
function previousHidden<A extends Real>(tape: SequenceTape<A>, walk: SequenceWalk): A {
  const { H } = walk;
  const previous = zerosLike(tape.hidden, tape.hidden.length);
  for (const w of rowOrder(walk)) {
    forEachRow(walk, w, ({ b, row, before }) => {
      for (let j = 0; j < H; j++) {
        previous[row * H + j] =
          before < 0 ? tape.initialHidden[b * H + j] : tape.hidden[before * H + j];
      }
    });
  }
  return previous;
}
