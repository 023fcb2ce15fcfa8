// Other versions of Node than the one at hand, and for other processors, from the registry of npm.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Installs a version of Node, as a package that holds nothing but the program.
 *
 * @param folder gets it
 * @returns the program
 */
export function installNode(folder, version, arch = process.arch) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${arch}`;
  const install = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  // npm refuses programs for another processor otherwise
  if (arch !== process.arch) install.push('--force');
  execFileSync('npm', [...install, `${name}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(folder, 'node_modules', name, 'bin', 'node');
}
