/** What is to be converted: tables under their keys, and how to read them. */
import type { TableOptions } from '@anodec/tables';

/** One table to convert. */
export interface TableSource {
  /** The key that it gets in the store. */
  readonly key: string;
  readonly path: string;
  /** How to read it, as `openTable` takes it. */
  readonly options?: Omit<TableOptions, 'signal' | 'progress'>;
  /**
   * `sheet` reads a small sheet or text table cell by cell, for lists whose columns mix numbers and
   * texts. Default `table`.
   */
  readonly as?: 'table' | 'sheet';
  /** Whether the conversion goes on without it where there is no such file. Default false. */
  readonly optional?: boolean;
}

/** What to convert, and where to. */
export interface Conversion {
  readonly store: string;
  readonly tables: readonly TableSource[];
}
