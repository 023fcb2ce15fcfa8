/** Tables to convert: their keys, files and reading options. */
import type { TableOptions } from '@anodec/tables';

/** One table to convert. */
export interface TableSource {
  /** Its key in the store. */
  readonly key: string;
  readonly path: string;
  /** Reading options, those of `openTable`. */
  readonly options?: Omit<TableOptions, 'signal' | 'progress'>;
  /**
   * `sheet` reads a small sheet or text table cell by cell, for lists whose columns mix numbers and
   * texts. Default `table`.
   */
  readonly as?: 'table' | 'sheet';
  /** Whether the conversion goes on without it where there is no such file. Default false. */
  readonly optional?: boolean;
}

/** A conversion: tables and target store. */
export interface Conversion {
  readonly store: string;
  readonly tables: readonly TableSource[];
}
