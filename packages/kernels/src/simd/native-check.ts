/** Whether the native kernels can be trusted on this machine. */
import { askedNative, nativeFile } from './native.js';
import { selfTestProblem } from './self-test-outcome.js';

/**
 * Why the native kernels cannot be used here; undefined where they can.
 *
 * @throws ConfigError when ANODEC_NATIVE has a value that it cannot have
 */
export async function nativeProblem(file = nativeFile()): Promise<string | undefined> {
  const asked = askedNative();
  if (asked === false) return 'ANODEC_NATIVE is 0';
  if (file === undefined) return 'not built, for lack of a C compiler at set-up';
  return selfTestProblem({ args: ['native', file], files: [file], settings: asked });
}
