/** The wait of a command that serves until Ctrl-C, or SIGTERM as a container sends it. */

/** Resolves when the signal is raised or the process is told to end. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
