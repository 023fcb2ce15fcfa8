/** What a backend offers to be chosen with `useBackend`. */

/**
 * How a backend rounds. Relaxed: a product and a sum are rounded once where the machine can. Strict:
 * the results have the same bits on every machine. Device: up to the driver of a GPU or libtensorflow.
 */
export type Arithmetic = 'relaxed' | 'strict' | 'device';

/** Settings of a backend. */
export interface BackendOptions {
  /** Computing threads, the calling one included; default: all cores. */
  readonly threads?: number;
  /** Bit-identical results on every machine instead of the fastest arithmetic. */
  readonly strict?: boolean;
}

/** What a loaded backend computes with. */
export interface BackendStatus {
  /** 0 where the backend's library decides. */
  readonly threads: number;
  readonly arithmetic: Arithmetic;
  /** A short description for the first line of a run. */
  readonly about: string;
  /** Whether the device is emulated on the processor: correct, and very slow. */
  readonly imitated?: boolean;
  /** Whether it computes on a GPU. */
  readonly usesGpu?: boolean;
}

/** A backend; its `load.ts` exports one. */
export interface Backend {
  /** Its name inside TensorFlow.js. */
  readonly engine: string;
  /** Loads its package, which registers it with TensorFlow.js, and registers its kernels. */
  readonly load: (options: BackendOptions) => Promise<void>;
  /** What it computes with; called after it was loaded. */
  readonly status: () => BackendStatus;
  /** Whether it is the one of several with the same name inside TensorFlow.js that was loaded last. */
  readonly isLoaded?: () => boolean;
}
