/** Memory or threads that the machine does not have, or has no longer. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
}
