/** Whether a process of this machine still runs, for locks and drafts that it may have left behind. */

/** Whether the process with this number runs. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // runs, as another user
  }
}
