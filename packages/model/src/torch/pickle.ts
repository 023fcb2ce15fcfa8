/**
 * A reader of pickles that runs nothing: what a pickle would import or call becomes a description of it, so that
 * a file from elsewhere can do no harm.
 *
 * The operations are those that Python's pickle writes with protocol 2, which torch.save uses.
 * Source: Python 3.13, Lib/pickletools.py.
 */
import { DataError } from '@anodec/core';

/** A name that the pickle would import, such as `torch._utils _rebuild_tensor_v2`. */
export class PickledGlobal {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** An object that the pickle would make by a call, with its state where it has one. */
export class PickledObject {
  readonly maker: unknown;
  readonly args: readonly unknown[];
  state: unknown;
  constructor(maker: unknown, args: readonly unknown[]) {
    this.maker = maker;
    this.args = args;
  }
}

/** What is called with the key of data that lies beside the pickle. */
export type LoadPersistent = (key: unknown) => unknown;

/** Dictionaries whatever their class: their entries are set one by one. */
const DICTIONARIES = /(^| )(OrderedDict|dict|defaultdict)$/;

/**
 * Reads one object: dictionaries become maps, lists and tuples arrays, whole numbers beyond 2⁵³ are rounded.
 *
 * @param origin of the bytes, for messages
 * @throws DataError when the bytes are no pickle of protocol 2, or cut
 */
export function readPickle(bytes: Uint8Array, load: LoadPersistent, origin: string): unknown {
  try {
    return new PickleReader(bytes, load, origin).read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataError(`${origin} must hold a whole pickle, got one that is cut. Copy it again.`);
  }
}

class PickleReader {
  readonly #view: DataView;
  readonly #load: LoadPersistent;
  readonly #origin: string;
  readonly #memo = new Map<number, unknown>();
  /** Stacks, the inner ones since a mark. */
  readonly #outer: unknown[][] = [];
  #stack: unknown[] = [];
  #at = 0;

  constructor(bytes: Uint8Array, load: LoadPersistent, origin: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#load = load;
    this.#origin = origin;
  }

  read(): unknown {
    for (;;) {
      const code = this.#byte();
      if (code === 0x2e) return this.#pop(); // STOP
      const operation = this.#operations[code];
      if (!operation) {
        throw new DataError(
          `${this.#origin} must hold a pickle of protocol 2, as torch.save writes it, got the operation ` +
            `0x${code.toString(16)} at byte ${this.#at - 1}. Load it with torch.load and save it again.`,
        );
      }
      operation();
    }
  }

  /** By the code of the operation. */
  readonly #operations: Readonly<Record<number, () => void>> = {
    0x80: () => void this.#byte(), // PROTO
    0x28: () => this.#mark(), // MARK
    0x4e: () => this.#push(null), // NONE
    0x88: () => this.#push(true), // NEWTRUE
    0x89: () => this.#push(false), // NEWFALSE
    0x4b: () => this.#push(this.#byte()), // BININT1
    0x4d: () => this.#push(this.#number(2, (at) => this.#view.getUint16(at, true))), // BININT2
    0x4a: () => this.#push(this.#number(4, (at) => this.#view.getInt32(at, true))), // BININT
    0x8a: () => this.#push(this.#long(this.#byte())), // LONG1
    0x47: () => this.#push(this.#number(8, (at) => this.#view.getFloat64(at))), // BINFLOAT
    0x58: () => this.#push(this.#text(this.#length())), // BINUNICODE
    0x8c: () => this.#push(this.#text(this.#byte())), // SHORT_BINUNICODE
    0x55: () => this.#push(this.#text(this.#byte())), // SHORT_BINSTRING
    0x54: () => this.#push(this.#text(this.#length())), // BINSTRING
    0x29: () => this.#push([]), // EMPTY_TUPLE
    0x5d: () => this.#push([]), // EMPTY_LIST
    0x7d: () => this.#push(new Map()), // EMPTY_DICT
    0x85: () => this.#push(this.#stack.splice(-1)), // TUPLE1
    0x86: () => this.#push(this.#stack.splice(-2)), // TUPLE2
    0x87: () => this.#push(this.#stack.splice(-3)), // TUPLE3
    0x74: () => this.#push(this.#sinceMark()), // TUPLE
    0x61: () => this.#append([this.#pop()]), // APPEND
    0x65: () => this.#append(this.#sinceMark()), // APPENDS
    0x73: () => this.#set(this.#stack.splice(-2)), // SETITEM
    0x75: () => this.#set(this.#sinceMark()), // SETITEMS
    0x63: () => this.#push(new PickledGlobal(`${this.#line()} ${this.#line()}`)), // GLOBAL
    0x52: () => this.#call(), // REDUCE
    0x81: () => this.#call(), // NEWOBJ
    0x62: () => this.#build(), // BUILD
    0x51: () => this.#push(this.#load(this.#pop())), // BINPERSID
    0x71: () => void this.#memo.set(this.#byte(), this.#stack.at(-1)), // BINPUT
    0x72: () => void this.#memo.set(this.#length(), this.#stack.at(-1)), // LONG_BINPUT
    0x68: () => this.#push(this.#memo.get(this.#byte())), // BINGET
    0x6a: () => this.#push(this.#memo.get(this.#length())), // LONG_BINGET
    0x30: () => void this.#pop(), // POP
  };

  #push(value: unknown): void {
    this.#stack.push(value);
  }

  #pop(): unknown {
    if (this.#stack.length === 0) throw new RangeError();
    return this.#stack.pop();
  }

  #mark(): void {
    this.#outer.push(this.#stack);
    this.#stack = [];
  }

  #sinceMark(): unknown[] {
    const values = this.#stack;
    this.#stack = this.#outer.pop() ?? [];
    return values;
  }

  #append(values: readonly unknown[]): void {
    const list = this.#stack.at(-1);
    if (Array.isArray(list)) list.push(...values);
  }

  #set(entries: readonly unknown[]): void {
    const target = this.#stack.at(-1);
    if (!(target instanceof Map)) return; // an object of an unknown class, which is described only
    for (let i = 0; i + 1 < entries.length; i += 2) target.set(entries[i], entries[i + 1]);
  }

  #call(): void {
    const args = this.#pop();
    const maker = this.#pop();
    const isDictionary = maker instanceof PickledGlobal && DICTIONARIES.test(maker.name);
    this.#push(
      isDictionary ? new Map() : new PickledObject(maker, Array.isArray(args) ? args : []),
    );
  }

  #build(): void {
    const state = this.#pop();
    const target = this.#stack.at(-1);
    if (target instanceof PickledObject) target.state = state;
  }

  #byte(): number {
    return this.#number(1, (at) => this.#view.getUint8(at));
  }

  #length(): number {
    return this.#number(4, (at) => this.#view.getUint32(at, true));
  }

  #number(bytes: number, read: (at: number) => number): number {
    const value = read(this.#at);
    this.#at += bytes;
    return value;
  }

  /** A whole number in two's complement, lowest byte first. */
  #long(length: number): number {
    let value = 0n;
    for (let i = 0; i < length; i++) value |= BigInt(this.#byte()) << BigInt(8 * i);
    return Number(BigInt.asIntN(8 * length, value));
  }

  #text(length: number): string {
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at, length);
    this.#at += length;
    return new TextDecoder().decode(bytes);
  }

  /** A text that ends with the line. */
  #line(): string {
    let end = this.#at;
    while (this.#view.getUint8(end) !== 0x0a) end++;
    const text = this.#text(end - this.#at);
    this.#at++;
    return text;
  }
}
