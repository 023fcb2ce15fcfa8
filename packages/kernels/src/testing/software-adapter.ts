/**
 * Makes the software adapter that Debian's chromium brings (SwiftShader) visible to Dawn, for tests on
 * machines without a GPU.
 */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';

const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const LOADER = '/usr/lib/chromium/libvulkan.so.1';

/** glibc's RTLD_NODELETE: the library stays although it is no module of Node. */
const KEEP_LOADED = 0x1000;

/**
 * To be called before an adapter is requested. Does nothing where the driver is missing or where
 * VK_ICD_FILENAMES names another.
 */
export function offerSoftwareAdapter(): void {
  if (process.env.VK_ICD_FILENAMES || !existsSync(DRIVER)) return;
  process.env.VK_ICD_FILENAMES = DRIVER;
  if (!existsSync(LOADER)) return;
  try {
    // Dawn finds a loaded libvulkan.so.1 by its name, so Debian's libvulkan1 need not be installed
    process.dlopen({ exports: {} }, LOADER, constants.dlopen.RTLD_NOW | KEEP_LOADED);
  } catch {
    // always thrown: the library is no module of Node
  }
}
