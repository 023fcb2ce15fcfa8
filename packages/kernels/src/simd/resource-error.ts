/** Memory or threads that the machine does not have, or no longer has. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
}
