/**
 * Apache Arrow's own library, which is reached here and nowhere else; loaded at the first use, because
 * most commands need none.
 */
import type * as Arrow from 'apache-arrow';
import { packedBuffer, unpackLz4, unpackZstd } from './packed-buffer.js';

export type ArrowLibrary = typeof Arrow;
export type ArrowTable = Arrow.Table;
export type ArrowSchema = Arrow.Schema;
export type ArrowField = Arrow.Field;
export type ArrowBatch = Arrow.RecordBatch;
/** What a batch says of its columns and its body. */
export type ArrowRecords = ReturnType<Arrow.Message<Arrow.MessageHeader.RecordBatch>['header']>;
export type ArrowVector = Arrow.Vector;

let loading: Promise<ArrowLibrary> | undefined;

/** Loads the library, ready for compressed files too. */
export function loadArrow(): Promise<ArrowLibrary> {
  loading ??= Promise.all([import('apache-arrow'), import('hyparquet-compressors')]).then(
    ([arrow, { decompressZstd }]) => {
      const { compressionRegistry, CompressionType } = arrow;
      compressionRegistry.set(CompressionType.ZSTD, packedBuffer(unpackZstd(decompressZstd)));
      compressionRegistry.set(CompressionType.LZ4_FRAME, packedBuffer(unpackLz4));
      return arrow;
    },
  );
  return loading;
}

/** A writer of files whose pieces are taken out by the caller, so that memory stays bounded. */
export interface ArrowPieces {
  readonly writer: Arrow.RecordBatchFileWriter;
  /** What was written since the last call. */
  readonly take: () => readonly Uint8Array[];
}

/** Begins a file. */
export function createArrowPieces(arrow: ArrowLibrary, schema: ArrowSchema): ArrowPieces {
  let pieces: Uint8Array[] = [];
  class PieceQueue extends arrow.AsyncByteQueue {
    override write(piece: Uint8Array): void {
      pieces.push(piece);
    }
  }
  const writer = new arrow.RecordBatchFileWriter();
  writer.reset(new PieceQueue(), schema);
  return {
    writer,
    take() {
      const taken = pieces;
      pieces = [];
      return taken;
    },
  };
}
