/** A sink on a server: connected when there is something to deliver, and again after a lost connection. */
import { checkStopped, isUserError } from '@anodec/core';
import type { LiveLine } from '@anodec/runs';
import { createRetries } from '@anodec/tables';
import type { Sink } from './sink.js';

/** A connection that lines are delivered over. */
export interface Delivery {
  deliver(lines: readonly LiveLine[]): Promise<void>;
  close(): Promise<void>;
}

/** Makes a sink of what connects. @param name of the address, for messages */
export function connectedSink(name: string, connect: () => Promise<Delivery>): Sink {
  let connection: Delivery | undefined;
  let wasReached = false;
  const drop = async (): Promise<void> => {
    const last = connection;
    connection = undefined;
    await last?.close().catch(() => {}); // what it failed with before is what counts
  };
  return {
    name,
    async write(lines, listeners = {}) {
      const reached = (): void => void (wasReached = true);
      const retries = createRetries(name, { ...listeners, wasReached, reached });
      for (;;) {
        checkStopped(listeners.signal, `delivering to ${name}`);
        try {
          connection ??= await connect();
          await connection.deliver(lines);
          return retries.succeeded();
        } catch (error) {
          await drop();
          if (isUserError(error)) throw error;
          await retries.failed(error);
        }
      }
    },
    close: drop,
  };
}
