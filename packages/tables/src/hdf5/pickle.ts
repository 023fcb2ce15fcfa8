/**
 * Reads the few Python pickles that pandas leaves in a store: arrays of texts, lists of names.
 *
 * A pickle is a program for a small machine, and Python's own reader lets it call any function. This
 * one calls nothing: it knows the instructions that lists, texts, numbers and arrays of objects need,
 * and of all globals only the names below, each of which becomes plain data. Other objects are refused by
 * name, or read as null where only texts are wanted. Refused on purpose: classes, persistent ids, extensions, byte arrays
 * shared outside the pickle.
 *
 * Source: CPython, Lib/pickletools.py, the table of opcodes; NumPy, ndarray.__reduce__.
 */
import { DataError } from '@anodec/core';
import { clockTime, dateTime } from './pickled-times.js';

/** A cell of an array, or an item of a list. */
export type PickledCell = string | number | bigint | boolean | Date | null;

/** A NumPy array of Python objects. */
export class ObjectArray {
  shape: readonly number[] = [];
  /** Last index fastest, whatever order NumPy kept them in. */
  cells: readonly PickledCell[] = [];
}

/** What a pickle can hold here. */
export type Pickled = PickledCell | Uint8Array | ObjectArray | PickledList | PickledName;
/** Lists, tuples and dictionaries alike; of a dictionary, keys and values by turns. */
export interface PickledList extends Array<Pickled> {}

/** A global that is known, or an element type; neither is data. */
class PickledName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const RECONSTRUCT = 'numpy.core.multiarray._reconstruct';
/** The globals that are understood. NumPy 2 renamed its module. */
const KNOWN: Readonly<Record<string, string>> = {
  'numpy.core.multiarray._reconstruct': RECONSTRUCT,
  'numpy._core.multiarray._reconstruct': RECONSTRUCT,
  'numpy.ndarray': 'numpy.ndarray',
  'numpy.dtype': 'numpy.dtype',
  'datetime.time': 'datetime.time',
  'datetime.datetime': 'datetime.datetime',
};

/** What becomes of Python objects that are none of the known ones. */
export interface PickleOptions {
  /** Reads each as null, for a pickle of which only texts are wanted; default: they are refused. */
  readonly ignoreObjects?: boolean;
}

/**
 * Reads a pickle of any protocol.
 *
 * @param source names it in messages
 * @throws DataError when it is damaged, or holds anything but texts, numbers, dates, lists and
 *   arrays of them
 */
export function readPickle(
  bytes: Uint8Array,
  source: string,
  { ignoreObjects = false }: PickleOptions = {},
): Pickled {
  const machine = new PickleMachine(bytes, source, ignoreObjects);
  try {
    return machine.run();
  } catch (error) {
    if (error instanceof DataError) throw error;
    // a RangeError of a view: the pickle ends in the middle of an instruction
    throw new DataError(`${source} must be a whole pickle, got a damaged one. Write it again.`, {
      cause: error,
    });
  }
}

type Instruction = (machine: PickleMachine) => void;

class PickleMachine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #source: string;
  readonly #ignoresObjects: boolean;
  readonly #memo: Pickled[] = [];
  readonly #marks: number[] = [];
  #stack: Pickled[] = [];
  #at = 0;

  constructor(bytes: Uint8Array, source: string, ignoresObjects: boolean) {
    this.#ignoresObjects = ignoresObjects;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#source = source;
  }

  run(): Pickled {
    for (;;) {
      const code = this.byte();
      if (code === STOP) return this.pop();
      const instruction = INSTRUCTIONS[String.fromCharCode(code)];
      if (!instruction) this.refuse(`the instruction 0x${code.toString(16)}`);
      instruction(this);
    }
  }

  refuse(got: string): never {
    throw new DataError(
      `${this.#source} must hold texts, numbers and dates alone, got ${got} at byte ${this.#at}. ` +
        'Convert the column to text in pandas, with astype(str).',
    );
  }

  byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  /** A number of fixed width, little-endian. */
  integer(width: 1 | 2 | 4 | 8): number {
    const at = this.#at;
    this.#at += width;
    if (width === 1) return this.#view.getUint8(at);
    if (width === 2) return this.#view.getUint16(at, true);
    if (width === 4) return this.#view.getUint32(at, true);
    return Number(this.#view.getBigUint64(at, true));
  }

  signed(): number {
    return this.integer(4) | 0;
  }

  double(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, false);
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new RangeError('beyond the end');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  /** The rest of a line, as the instructions of protocol 0 have it. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new RangeError('no end of line');
    const text = Buffer.from(this.take(end - this.#at)).toString('latin1');
    this.#at++;
    return text;
  }

  push(value: Pickled): void {
    this.#stack.push(value);
  }

  pop(): Pickled {
    const value = this.#stack.pop();
    if (value === undefined) throw new RangeError('empty stack');
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** All that was pushed since the last mark. */
  popMarked(): PickledList {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new RangeError('no mark');
    return this.#stack.splice(mark);
  }

  tuple(count: number): void {
    if (this.#stack.length < count) throw new RangeError('empty stack');
    this.push(this.#stack.splice(this.#stack.length - count));
  }

  memoize(place: number): void {
    const top = this.pop();
    this.#memo[place] = top;
    this.push(top);
  }

  memoizeNext(): void {
    this.memoize(this.#memo.length);
  }

  recall(place: number): void {
    const value = this.#memo[place];
    if (value === undefined) throw new RangeError('nothing remembered');
    this.push(value);
  }

  /** Adds to the list below, which stays where it is. */
  extend(items: PickledList): void {
    const list = this.pop();
    if (!Array.isArray(list)) throw new RangeError('no list');
    for (const item of items) list.push(item);
    this.push(list);
  }

  global(module: Pickled, name: Pickled): void {
    const full = `${textOr(module)}.${textOr(name)}`;
    if (Object.hasOwn(KNOWN, full)) return this.push(new PickledName(KNOWN[full]));
    if (!this.#ignoresObjects) this.refuse(`the Python object ${full.slice(0, 80)}`);
    this.push(null);
  }

  /** What Python would call becomes data here. */
  reduce(): void {
    const given = this.pop();
    const called = this.pop();
    const name = called instanceof PickledName ? called.name : '';
    const [first] = Array.isArray(given) ? given : [];
    if (name === RECONSTRUCT) return this.push(new ObjectArray());
    if (name === 'numpy.dtype') return this.push(this.#elementType(first));
    if (first instanceof Uint8Array && Array.isArray(given) && given.length === 1) {
      if (name === 'datetime.time') return this.push(clockTime(first));
      if (name === 'datetime.datetime') return this.push(dateTime(first));
    }
    if (this.#ignoresObjects) return this.push(null);
    return this.refuse(`a call of ${name || 'something unknown'}`);
  }

  #elementType(type: Pickled | undefined): PickledName {
    if (type !== 'O' && type !== 'O8') this.refuse(`an array of ${textOr(type).slice(0, 20)}`);
    return new PickledName('object');
  }

  /** Fills an array or an element type with its state: (version, shape, type, fortran, cells). */
  build(): void {
    const state = this.pop();
    const target = this.pop();
    if (target instanceof ObjectArray) {
      if (!Array.isArray(state) || state.length !== 5) throw new RangeError('no state of an array');
      const [, shape, type, , cells] = state;
      if (!(type instanceof PickledName && type.name === 'object')) this.refuse('a plain array');
      target.shape = this.#numbers(shape);
      target.cells = this.#cells(cells);
    } else if (
      !(target === null && this.#ignoresObjects) &&
      !(target instanceof PickledName && target.name === 'object')
    ) {
      this.refuse('an object with a state');
    }
    this.push(target);
  }

  #numbers(values: Pickled): readonly number[] {
    if (Array.isArray(values) && values.every((value) => typeof value === 'number')) return values;
    throw new RangeError('no shape');
  }

  #cells(values: Pickled): readonly PickledCell[] {
    if (!Array.isArray(values)) throw new RangeError('no cells');
    for (const value of values)
      if (!isCell(value)) this.refuse('a cell that is a list or an object');
    return values as readonly PickledCell[];
  }
}

function textOr(value: Pickled | undefined): string {
  return typeof value === 'string' ? value : 'something else';
}

function isCell(value: Pickled): value is PickledCell {
  return value === null || typeof value !== 'object' || value instanceof Date;
}

const STOP = '.'.charCodeAt(0);

/** A whole number of protocol 0; it also spells the truth values. */
function lineInteger(text: string): Pickled {
  if (text === '01') return true;
  if (text === '00') return false;
  if (!/^-?\d+L?$/.test(text)) throw new RangeError('no number');
  return narrow(BigInt(text.replace('L', '')));
}

function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function longInteger(bytes: Uint8Array): number | bigint {
  const value = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return narrow(BigInt.asIntN(8 * bytes.length, value));
}

/** The instructions by their characters, as pickletools lists them. */
const INSTRUCTIONS: Readonly<Record<string, Instruction>> = {
  '\x80': (m) => void m.byte(), // protocol
  '\x95': (m) => void m.take(8), // length of a frame
  '(': (m) => m.mark(),
  N: (m) => m.push(null),
  '\x88': (m) => m.push(true),
  '\x89': (m) => m.push(false),
  I: (m) => m.push(lineInteger(m.line())),
  L: (m) => m.push(lineInteger(m.line())),
  J: (m) => m.push(m.signed()),
  K: (m) => m.push(m.integer(1)),
  M: (m) => m.push(m.integer(2)),
  '\x8a': (m) => m.push(longInteger(m.take(m.integer(1)))),
  F: (m) => m.push(Number(m.line())),
  G: (m) => m.push(m.double()),
  V: (m) => m.push(unescapeLine(m.line())),
  X: (m) => m.push(m.text(m.integer(4))),
  '\x8c': (m) => m.push(m.text(m.integer(1))),
  '\x8d': (m) => m.push(m.text(m.integer(8))),
  C: (m) => m.push(m.take(m.integer(1))),
  B: (m) => m.push(m.take(m.integer(4))),
  '\x8e': (m) => m.push(m.take(m.integer(8))),
  ']': (m) => m.push([]),
  ')': (m) => m.push([]),
  '}': (m) => m.push([]),
  l: (m) => m.push(m.popMarked()),
  t: (m) => m.push(m.popMarked()),
  d: (m) => m.push(m.popMarked()),
  '\x85': (m) => m.tuple(1),
  '\x86': (m) => m.tuple(2),
  '\x87': (m) => m.tuple(3),
  a: (m) => m.extend([m.pop()]),
  e: (m) => m.extend(m.popMarked()),
  s: (m) => {
    const value = m.pop();
    m.extend([m.pop(), value]);
  },
  u: (m) => m.extend(m.popMarked()),
  p: (m) => m.memoize(Number(m.line())),
  q: (m) => m.memoize(m.integer(1)),
  r: (m) => m.memoize(m.integer(4)),
  '\x94': (m) => m.memoizeNext(),
  g: (m) => m.recall(Number(m.line())),
  h: (m) => m.recall(m.integer(1)),
  j: (m) => m.recall(m.integer(4)),
  c: (m) => m.global(m.line(), m.line()),
  '\x93': (m) => {
    const name = m.pop();
    m.global(m.pop(), name);
  },
  R: (m) => m.reduce(),
  b: (m) => m.build(),
};

/** Texts of protocol 0: characters above a byte, backslashes and line ends are escaped. */
function unescapeLine(text: string): string {
  return text.replace(/\\u([\da-f]{4})|\\U([\da-f]{8})/g, (_, short?: string, long?: string) =>
    String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16)),
  );
}
