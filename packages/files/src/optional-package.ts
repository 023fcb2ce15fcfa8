/** Packages that only some users need: loaded when they are asked for. */
import { ConfigError } from '@anodec/core';
import { errorCode } from './file-error.js';

/**
 * A package that may not be installed.
 *
 * @param loading the import of it
 * @param what it is for, such as "reading MQTT topics"
 * @throws ConfigError that says how to install it
 */
export async function optionalPackage<Package>(
  loading: Promise<Package>,
  name: string,
  what: string,
): Promise<Package> {
  return loading.catch((error: unknown) => {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ConfigError(
      `The package ${name} must be installed for ${what}: npm install ${name}.`,
      {
        cause: error,
      },
    );
  });
}
