/** The part of WebAssembly's interface that is used here; Node's types leave it to those of the DOM. */

/** Shared memory of WebAssembly. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  /** Adds pages of 64 KB. @throws RangeError beyond the maximum */
  grow(pages: number): number;
}

/** Compiled code, which threads may share. */
export type WasmModule = object;

interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory; abort: () => never } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<WasmModule>;
}

/** The global of that name. */
export const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: WebAssemblyInterface;
};
