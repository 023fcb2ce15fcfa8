// The platform that a C compiler compiles native kernels for, which need not be the one at hand: CC names the compiler.
import { execFileSync } from 'node:child_process';

/** The compiler of the native kernels. */
export const compiler = process.env.CC || 'cc';

/** The platform of `compiler`; undefined where it cannot be run or has no library of C. */
export function nativeTarget() {
  try {
    const options = ['-dM', '-E', '-include', 'stdlib.h', '-x', 'c', '/dev/null'];
    const macros = execFileSync(compiler, options, {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return targetOf(new Set(macros.match(/(?<=^#define )\w+/gm)));
  } catch {
    return undefined;
  }
}

/**
 * The platform that the predefined macros of a compiler tell. Its name would not do: Debian's musl-gcc calls itself
 * x86_64-linux-gnu.
 *
 * @returns platform and arch as Node names them, the library of C on Linux, and the name of all together
 */
export function targetOf(macros) {
  const find = (names) => Object.keys(names).find((macro) => macros.has(macro));
  const platform = PLATFORMS[find(PLATFORMS)] ?? process.platform;
  const arch = PROCESSORS[find(PROCESSORS)] ?? process.arch;
  const libc = platform === 'linux' ? (macros.has('__GLIBC__') ? 'glibc' : 'musl') : undefined;
  const name = `${platform}-${arch}${libc === 'musl' ? '-musl' : ''}`;
  return { name, platform, arch, libc, isClang: macros.has('__clang__') };
}

/**
 * The manifest of the package for a platform, whose fields say to package managers where it fits.
 *
 * @param kernels that of @anodec/kernels
 */
export function nativeManifest(
  { name, version, license, engines },
  { platform, arch, libc, ...target },
) {
  return {
    name: `${name}-${target.name}`,
    version,
    description: `The native kernels of ${name} for ${target.name}`,
    license,
    main: './kernels.node',
    files: ['kernels.node'],
    os: [platform],
    cpu: [arch],
    // an addon for one library of C does not load where the other one is
    ...(libc && { libc: [libc] }),
    engines,
  };
}

/** By macro; Android defines those of Linux, too. */
const PLATFORMS = { __ANDROID__: 'android', __linux__: 'linux', __APPLE__: 'darwin' };
const PROCESSORS = { __x86_64__: 'x64', __aarch64__: 'arm64' };
