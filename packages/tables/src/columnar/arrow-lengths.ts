/**
 * What an Arrow file claims of itself, checked before the library makes room for it: it trusts each length and each
 * offset, and a false one costs gigabytes or hours, or gives rows that are not there.
 */
import type { FileHandle } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import type { ArrowLibrary, ArrowRecords } from './arrow-library.js';
import { BLOCK_BYTES, FOOTER, FOOTER_BLOCKS, MESSAGE } from './arrow-shapes.js';
import { checkFlatbuffer, vectorItems } from './flatbuffer-check.js';
import { PREFIX } from './packed-buffer.js';

/** A row takes a bit at least. */
const ROWS_PER_BYTE = 8;
/** What stands before the length of a message, since version 0.15 of the format. */
const CONTINUATION = -1;
/** What stands at both ends of a file with a footer. */
const MAGIC = 'ARROW1';
/** Bytes to which one batch may be unpacked: a batch is in memory whole. */
const MOST_UNPACKED = 2 ** 30;
/** What stands in place of a length unpacked before a buffer that is not packed. */
const NOT_PACKED = -1n;

/** An open file. */
interface CheckedFile {
  readonly file: FileHandle;
  /** Name for messages. */
  readonly source: string;
  /** Bytes of the file. */
  readonly size: number;
}

/**
 * Checks the footer, if there is one, and the description of each batch: that all of it lies within the file, no two
 * batches in the same place, and that none claims more rows, or more bytes unpacked, than it can have.
 *
 * @returns what is wrong if no column holds parts: a batch whose columns have different numbers of cells
 * @throws DataError that names the batch, or what else is damaged
 */
export async function checkLengths(
  arrow: ArrowLibrary,
  file: FileHandle,
  source: string,
): Promise<DataError | undefined> {
  const { size } = await file.stat();
  const checked = { file, source, size };
  const blocks = await footerBlocks(checked);
  return blocks ? checkBlocks(arrow, checked, blocks) : checkStream(arrow, checked);
}

/** A stream is a list of columns and then batches and dictionaries, one behind the other. */
async function checkStream(
  arrow: ArrowLibrary,
  checked: CheckedFile,
): Promise<DataError | undefined> {
  let uneven: DataError | undefined;
  let kinds: readonly Kind[] = ['Schema'];
  for (let at: number | undefined = 0, batch = 1; at !== undefined && at < checked.size; ) {
    const place: Place = { at, batch, kinds };
    const found: Found | undefined = await checkMessage(arrow, checked, place);
    if (found?.kind === 'RecordBatch') batch++;
    uneven ??= found?.uneven;
    at = found?.end;
    kinds = ['DictionaryBatch', 'RecordBatch'];
  }
  return uneven;
}

/** Batches and dictionaries may not share bytes: a small file would be read as often as it has blocks. */
async function checkBlocks(
  arrow: ArrowLibrary,
  checked: CheckedFile,
  blocks: readonly Block[],
): Promise<DataError | undefined> {
  let before = 0;
  let uneven: DataError | undefined;
  for (const [i, { at, kind }] of blocks.toSorted((a, b) => a.at - b.at).entries()) {
    if (at < before) throw damaged(checked.source, `two batches at byte ${at}`);
    const found = await checkMessage(arrow, checked, { at, batch: i + 1, kinds: [kind] });
    before = found?.end ?? before;
    uneven ??= found?.uneven;
  }
  return uneven;
}

/**
 * Where batches and dictionaries are, by the footer.
 *
 * @returns undefined for a stream, which has none
 * @throws DataError when a file of the format with a footer is shorter than its footer, or cut off
 */
async function footerBlocks({ file, source, size }: CheckedFile): Promise<Block[] | undefined> {
  const ends = Buffer.alloc(2 * (MAGIC.length + 4));
  await file.read(ends, 0, 10, 0);
  if (ends.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  await file.read(ends, 10, 10, Math.max(0, size - 10));
  const length = ends.readInt32LE(10);
  if (ends.toString('latin1', 14) !== MAGIC || length <= 0 || length > size - 18) {
    throw new DataError(
      `${source} must be a readable Arrow file, got one that is cut off or damaged at its end. Get an intact copy.`,
    );
  }
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, size - 10 - length);
  checkDescription(bytes, () => checkFlatbuffer(bytes, FOOTER), source);
  return FOOTER_BLOCKS.flatMap(([kind, k]) =>
    vectorItems(bytes, k, BLOCK_BYTES).map((block) => ({
      kind,
      at: Number(block.getBigInt64(0, true)),
    })),
  );
}

/** What a message brings, by its name in the format. */
type Kind = 'Schema' | 'DictionaryBatch' | 'RecordBatch';

/** A batch or a dictionary as the footer lists it. */
interface Block {
  readonly kind: Kind;
  readonly at: number;
}

/** Where a message is. */
interface Place {
  readonly at: number;
  /** Number of the batch that it would be, from 1 on. */
  readonly batch: number;
  /** What may be there: the library goes round in circles where it is something else. */
  readonly kinds: readonly Kind[];
}

/** A message that was checked. */
interface Found {
  readonly kind: Kind;
  readonly end: number;
  /** What is wrong unless columns hold parts, which have numbers of cells of their own. */
  readonly uneven?: DataError;
}

/** @returns undefined where the messages end */
async function checkMessage(
  arrow: ArrowLibrary,
  checked: CheckedFile,
  { at, batch, kinds }: Place,
): Promise<Found | undefined> {
  const { file, source, size } = checked;
  const refuse = (what: string): DataError => damaged(source, what, batch);
  if (at < 0 || at >= size) throw refuse(`to be at byte ${at} of ${size}`);
  const head = Buffer.alloc(8);
  await file.read(head, 0, 8, at);
  const isContinued = head.readInt32LE() === CONTINUATION;
  const length = head.readInt32LE(isContinued ? 4 : 0);
  if (length === 0) return undefined;
  const start = at + (isContinued ? 8 : 4);
  if (length < 0 || length > size - start) {
    throw refuse(`${length} bytes of description, but the file has ${size - start} more`);
  }
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, start);
  checkDescription(bytes, () => checkFlatbuffer(bytes, MESSAGE), source);
  const message = arrow.Message.decode(bytes);
  const kind = kinds.find((each) => arrow.MessageHeader[each] === message.headerType);
  if (!kind)
    throw refuse(`a message of kind ${message.headerType} in place of ${kinds.join(' or ')}`);
  const { bodyLength } = message;
  const rest = size - start - length;
  if (bodyLength < 0 || bodyLength > rest) {
    throw refuse(`${bodyLength} bytes, but the file has ${rest} more`);
  }
  const body = { at: start + length, bytes: bodyLength };
  const end = body.at + bodyLength;
  if (message.isDictionaryBatch()) await checkRecords(checked, message.header().data, body, refuse);
  if (!message.isRecordBatch()) return { kind, end };
  const records = message.header();
  await checkRecords(checked, records, body, refuse);
  const isEven = records.nodes.every((node) => node.length === records.length);
  if (isEven) return { kind, end };
  const uneven = refuse(`${records.length} rows, but another number in one of its columns`);
  return { kind, end, uneven };
}

/** Checks what a batch, of rows or of a dictionary, claims of its body. */
async function checkRecords(
  { file }: CheckedFile,
  { length: rows, nodes, buffers, compression, variadicBufferCounts }: ArrowRecords,
  body: { readonly at: number; readonly bytes: number },
  refuse: (what: string) => DataError,
): Promise<void> {
  const views = variadicBufferCounts.reduce((sum, count) => sum + Math.max(0, count), 0);
  if (views > buffers.length) {
    throw refuse(`${views} buffers of long texts, but has ${buffers.length} buffers`);
  }
  for (const { offset, length } of buffers) {
    if (offset >= 0 && length >= 0 && offset + length <= body.bytes) continue;
    throw refuse(`${length} bytes at byte ${offset} of a body of ${body.bytes}`);
  }
  const bytes =
    compression === null ? body.bytes : await unpackedBytes(file, body.at, buffers, refuse);
  for (const cells of [rows, ...nodes.map((node) => node.length)]) {
    if (nodes.length === 0 || cells <= ROWS_PER_BYTE * bytes) continue;
    throw refuse(`${cells} rows in ${bytes} bytes, which cannot hold as many`);
  }
}

/** Bytes that the packed buffers of a body claim to have unpacked. */
async function unpackedBytes(
  file: FileHandle,
  body: number,
  buffers: ArrowRecords['buffers'],
  refuse: (what: string) => DataError,
): Promise<number> {
  const prefix = Buffer.alloc(PREFIX);
  let sum = 0;
  for (const { offset, length } of buffers) {
    if (length === 0) continue;
    if (length < PREFIX) throw refuse(`a packed buffer of ${length} bytes, fewer than ${PREFIX}`);
    await file.read(prefix, 0, PREFIX, body + offset);
    const claimed = prefix.readBigInt64LE();
    if (claimed < NOT_PACKED) throw refuse(`${claimed} bytes unpacked`);
    sum += claimed === NOT_PACKED ? length - PREFIX : Number(claimed);
    if (sum > MOST_UNPACKED) {
      throw refuse(
        `more than ${MOST_UNPACKED} bytes unpacked, the most that a batch may have (write smaller batches)`,
      );
    }
  }
  return sum;
}

/** @throws DataError when `check` throws, which finds that a description reaches beyond its own bytes */
function checkDescription(bytes: Uint8Array, check: () => void, source: string): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(
      source,
      `more in a description of ${bytes.length} bytes than these hold (${error.message})`,
    );
  }
}

function damaged(source: string, what: string, batch?: number): DataError {
  const who = batch === undefined ? source : `Batch ${batch} of ${source}`;
  return new DataError(`${who} claims ${what}. The file is damaged or forged: get an intact copy.`);
}
