/** The recurrent cells by name, with what is known of them before TensorFlow.js is loaded. */

/**
 * Gates of each cell: rows of a recurrent weight for each unit of the hidden state.
 *
 * To add a cell: its kernels in `@anodec/kernels`, one line here.
 */
export const cellGates = { lstm: 4, gru: 3 } as const;

/** The name of a cell. */
export type CellName = keyof typeof cellGates;

/** All names, for the settings. */
export const cellNames = Object.keys(cellGates) as [CellName, ...CellName[]];
