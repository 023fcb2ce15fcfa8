/** Cuts bytes that come in pieces into lines, and knows how many bytes complete lines take. */
import { DataError } from '@anodec/core';

/** The longest line that is taken for one. */
const LONGEST = 1 << 24;
const LINE_FEED = 10;

/** Takes bytes piece by piece. */
export interface LineCutter {
  /** The lines that are complete now, without their ends. @throws DataError when they are no UTF-8 */
  push(bytes: Uint8Array): string[];
  /** The line that the bytes end with, if they end without a line feed. */
  end(): string[];
  /** Bytes up to the end of the last complete line. */
  taken(): number;
}

/** Starts cutting. @param source name for messages; @param taken bytes before the first piece */
export function createLineCutter(source: string, taken = 0): LineCutter {
  let rest: Uint8Array = new Uint8Array(0);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: taken > 0 });
  const decode = (bytes: Uint8Array): string[] => {
    try {
      return decoder.decode(bytes).split('\n').map(withoutReturn);
    } catch (error) {
      throw new DataError(`${source} must send text in UTF-8, got bytes that are none.`, {
        cause: error,
      });
    }
  };
  return {
    push(bytes) {
      const whole = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const end = whole.lastIndexOf(LINE_FEED);
      rest = Uint8Array.from(whole.subarray(end + 1)); // slice of a Buffer would share memory that is overwritten
      if (rest.length > LONGEST) {
        throw new DataError(`${source} must send lines, got ${rest.length} bytes without an end.`);
      }
      if (end < 0) return [];
      taken += end + 1;
      return decode(whole.subarray(0, end));
    },
    end() {
      if (rest.length === 0) return [];
      taken += rest.length;
      const lines = decode(rest);
      rest = new Uint8Array(0);
      return lines;
    },
    taken: () => taken,
  };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
