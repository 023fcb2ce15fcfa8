/** Commands for a GPU that were recorded once and are submitted again and again. */

/** A command. Passes are not among them: consecutive dispatches share one. */
type Command =
  | {
      readonly kind: 'dispatch';
      readonly pipeline: GPUComputePipeline;
      readonly group: GPUBindGroup;
      readonly offsets: readonly number[];
      readonly workgroups: readonly [number, number?, number?];
    }
  | {
      readonly kind: 'copy';
      readonly from: GPUBuffer;
      readonly fromByte: number;
      readonly to: GPUBuffer;
      readonly toByte: number;
      readonly bytes: number;
    }
  | { readonly kind: 'clear'; readonly buffer: GPUBuffer };

/** The commands of all encoders that were made while it was recorded. */
export class CommandList {
  readonly #commands: Command[] = [];
  /** Whether values crossed between JavaScript and the GPU meanwhile, which a repetition would not do. */
  hasTransfers = false;

  /**
   * An encoder that also writes its commands down.
   *
   * @param encoder made by the device; its class answers everything else
   */
  recorded(encoder: GPUCommandEncoder): GPUCommandEncoder {
    const begin = encoder.beginComputePass.bind(encoder);
    const copy = encoder.copyBufferToBuffer.bind(encoder) as (...all: unknown[]) => void;
    const clear = encoder.clearBuffer.bind(encoder);
    encoder.beginComputePass = (descriptor) => this.#recordedPass(begin(descriptor));
    encoder.copyBufferToBuffer = (...all: unknown[]) => {
      const [from, fromByte, to, toByte, bytes] = all as [
        GPUBuffer,
        number,
        GPUBuffer,
        number,
        number,
      ];
      const mappable = GPUBufferUsage.MAP_WRITE | GPUBufferUsage.MAP_READ;
      if ((from.usage | to.usage) & mappable) this.hasTransfers = true;
      this.#commands.push({ kind: 'copy', from, fromByte, to, toByte, bytes });
      copy(...all);
    };
    encoder.clearBuffer = (buffer) => {
      this.#commands.push({ kind: 'clear', buffer });
      clear(buffer);
    };
    return encoder;
  }

  #recordedPass(pass: GPUComputePassEncoder): GPUComputePassEncoder {
    let pipeline: GPUComputePipeline;
    let group: GPUBindGroup;
    let offsets: readonly number[] = [];
    const setPipeline = pass.setPipeline.bind(pass);
    const setBindGroup = pass.setBindGroup.bind(pass) as (...all: unknown[]) => undefined;
    const dispatch = pass.dispatchWorkgroups.bind(pass);
    pass.setPipeline = (next) => {
      pipeline = next;
      setPipeline(next);
    };
    pass.setBindGroup = (...all: unknown[]) => {
      [, group, offsets = []] = all as [number, GPUBindGroup, number[]?];
      setBindGroup(...all);
    };
    pass.dispatchWorkgroups = (...workgroups) => {
      this.#commands.push({ kind: 'dispatch', pipeline, group, offsets, workgroups });
      dispatch(...workgroups);
    };
    return pass;
  }

  /** Submits all of them. */
  submit(device: GPUDevice): void {
    const encoder = device.createCommandEncoder();
    let pass: GPUComputePassEncoder | undefined;
    let pipeline: GPUComputePipeline | undefined;
    for (const command of this.#commands) {
      if (command.kind === 'dispatch') {
        if (!pass) [pass, pipeline] = [encoder.beginComputePass(), undefined];
        if (command.pipeline !== pipeline) pass.setPipeline(command.pipeline);
        pipeline = command.pipeline;
        pass.setBindGroup(0, command.group, command.offsets);
        pass.dispatchWorkgroups(...command.workgroups);
        continue;
      }
      pass?.end();
      pass = undefined;
      if (command.kind === 'clear') encoder.clearBuffer(command.buffer);
      else {
        const { from, fromByte, to, toByte, bytes } = command;
        encoder.copyBufferToBuffer(from, fromByte, to, toByte, bytes);
      }
    }
    pass?.end();
    device.queue.submit([encoder.finish()]);
  }
}
