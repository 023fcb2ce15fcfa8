/**
 * One recurrent layer over a whole sequence, forward and backward, over typed arrays.
 *
 * What fast kernels are tested against, and with fast matrix products fast enough itself: the input
 * product of all steps is one product, the time loop allocates nothing, and the gradients of the
 * weights are one product each after the loop.
 */
import { multiply, outerProduct, type Products } from '../products.js';
import { type Real, sumRows, transpose, zerosLike } from '../real.js';
import type { SequenceSizes } from './kernel.js';

/** What goes into a layer. G gates: 4 for LSTM, 3 for GRU. */
export interface SequenceInputs<A extends Real> {
  /** (B, W, I) or (B, I). */
  readonly input: A;
  /** (GH, I) */
  readonly weightIh: A;
  /** (GH, H) */
  readonly weightHh: A;
  /** (GH) */
  readonly biasIh: A;
  /** (GH) */
  readonly biasHh: A;
  /** (B, H) */
  readonly initialHidden: A;
  /** (B, H), of no meaning to a GRU. */
  readonly initialCell: A;
}

/** What forward leaves behind for backward. */
export interface SequenceTape<A extends Real> extends SequenceInputs<A> {
  /** (B, W, GH), the activations of the gates. */
  readonly gates: A;
  /** (B, W, H), the result. */
  readonly hidden: A;
  /** (B, W, H), what else the cell remembers. */
  readonly extra: A;
  /** (B, GH), h · weightHhᵀ + biasHh of the step at hand. */
  readonly product: A;
  /** (B, H), the running hidden and cell state; after forward, the last ones. */
  readonly state: A;
  readonly cell: A;
}

/** The gradients while backward walks through time. */
export interface StepGradients<A extends Real> {
  /** (B, W, GH), with respect to the input's part of the gates before their nonlinearity. */
  readonly input: A;
  /** (B, W, GH), with respect to the hidden state's part; the same array where both are one. */
  readonly recurrent: A;
  /** (B, GH), `recurrent` of the step at hand. */
  readonly step: A;
  /** (B, H), with respect to the running states. */
  readonly dState: A;
  readonly dCell: A;
}

/** The gradients of a layer, in the shapes of what they belong to. */
export interface SequenceGradients<A extends Real> {
  /** Left out unless asked for. */
  readonly input?: A;
  readonly weightIh: A;
  readonly weightHh: A;
  readonly biasIh: A;
  readonly biasHh: A;
  readonly initialHidden: A;
  readonly initialCell: A;
}

/** The element-wise part of a cell. Both functions read and write the arrays of step `t` in place. */
export interface CellReference {
  /** G */
  readonly gates: number;
  /** Whether there is a cell state beside the hidden one. */
  readonly hasCell: boolean;
  /** Whether the two parts of the gates have different gradients. */
  readonly separateGradients: boolean;
  forward(sizes: SequenceSizes, t: number, tape: SequenceTape<Real>): void;
  /** Turns dState and dCell from those of step t into those of step t − 1, less the gates' share. */
  backward(
    sizes: SequenceSizes,
    t: number,
    tape: SequenceTape<Real>,
    gradients: StepGradients<Real>,
  ): void;
}

/** Runs a layer. The result is `hidden` of the tape. */
export function forwardSequence<A extends Real>(
  cell: CellReference,
  sizes: SequenceSizes,
  inputs: SequenceInputs<A>,
  products: Products<A>,
): SequenceTape<A> {
  const { B, W, H } = sizes;
  const GH = cell.gates * H;
  const like = inputs.input;
  const tape = {
    ...inputs,
    gates: inputProduct(sizes, GH, inputs, products),
    hidden: zerosLike(like, B * W * H),
    extra: zerosLike(like, B * W * H),
    product: zerosLike(like, B * GH),
    state: inputs.initialHidden.slice() as A,
    cell: inputs.initialCell.slice() as A,
  };
  const weights = products.hold(transpose(inputs.weightHh, GH, H), H, GH);
  for (let t = 0; t < W; t++) {
    weights.multiply(tape.state, B, tape.product);
    addBias(tape.product, inputs.biasHh);
    cell.forward(sizes, t, tape);
  }
  weights.free();
  return tape;
}

/** (B, W, GH), x · weightIhᵀ + biasIh of all steps. */
function inputProduct<A extends Real>(
  { B, W, I, constantInput }: SequenceSizes,
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
 * Walks back through time.
 *
 * @param dHidden (B, W, H), or (B, H) when only the last hidden state was used
 * @param withInput whether the gradient of the input is wanted
 */
export function backwardSequence<A extends Real>(
  cell: CellReference,
  sizes: SequenceSizes,
  tape: SequenceTape<A>,
  dHidden: A,
  products: Products<A>,
  withInput: boolean,
): SequenceGradients<A> {
  const { B, W, H } = sizes;
  const GH = cell.gates * H;
  const input = zerosLike(dHidden, B * W * GH);
  const gradients: StepGradients<A> = {
    input,
    recurrent: cell.separateGradients ? zerosLike(dHidden, B * W * GH) : input,
    step: zerosLike(dHidden, B * GH),
    dState: zerosLike(dHidden, B * H),
    dCell: zerosLike(dHidden, B * H),
  };
  const { dState } = gradients;
  const onlyLast = dHidden.length === B * H && W > 1;
  const throughGates = zerosLike(dHidden, B * H);
  const weights = products.hold(tape.weightHh, GH, H);
  for (let t = W - 1; t >= 0; t--) {
    if (!onlyLast) addStep(dState, dHidden, t, sizes);
    else if (t === W - 1) dState.set(dHidden);
    cell.backward(sizes, t, tape, gradients);
    weights.multiply(gradients.step, B, throughGates);
    for (let i = 0; i < B * H; i++) dState[i] += throughGates[i];
  }
  weights.free();
  return { ...weightGradients(sizes, GH, tape, gradients, products, withInput) };
}

/** dState += dHidden of step t. */
function addStep(dState: Real, dHidden: Real, t: number, { B, W, H }: SequenceSizes): void {
  for (let b = 0; b < B; b++) {
    const from = (b * W + t) * H;
    for (let j = 0; j < H; j++) dState[b * H + j] += dHidden[from + j];
  }
}

function weightGradients<A extends Real>(
  sizes: SequenceSizes,
  GH: number,
  tape: SequenceTape<A>,
  { input: dGates, recurrent, dState, dCell }: StepGradients<A>,
  products: Products<A>,
  withInput: boolean,
): SequenceGradients<A> {
  const { B, W, I, H, constantInput } = sizes;
  // a constant input has met the sum of all steps' gradients
  const dInput = constantInput ? sumSteps(dGates, sizes, GH) : dGates;
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
    weightHh: outerProduct(recurrent, previousHidden(tape, sizes), B * W, GH, H, products),
    biasIh,
    biasHh,
    initialHidden: dState,
    initialCell: dCell,
  };
}

/** (B, GH), the sum over the steps of (B, W, GH). */
function sumSteps<A extends Real>(gates: A, { B, W }: SequenceSizes, GH: number): A {
  const sums = zerosLike(gates, B * GH);
  for (let b = 0; b < B; b++) {
    const steps = gates.subarray(b * W * GH, (b + 1) * W * GH);
    sumRows(steps, W, GH, sums.subarray(b * GH, (b + 1) * GH));
  }
  return sums;
}

/** (B, W, H), the hidden state that each step began with. */
function previousHidden<A extends Real>(tape: SequenceTape<A>, { B, W, H }: SequenceSizes): A {
  const previous = zerosLike(tape.hidden, B * W * H);
  for (let b = 0; b < B; b++) {
    const from = b * W * H;
    previous.set(tape.initialHidden.subarray(b * H, (b + 1) * H), from);
    previous.set(tape.hidden.subarray(from, from + (W - 1) * H), from + H);
  }
  return previous;
}
