/** Source: a file on an HTTP server, which may grow. */
import type { Listeners } from '@anodec/core';
import { parseAddress } from './address.js';
import { copyBytes, fileNameIn, type RemoteFile } from './copy-bytes.js';
import { requestFrom } from './http-request.js';
import { readRemoteLines } from './remote-lines.js';
import type { Source } from './source.js';

/** The environment variables of user and password, or of a token in place of both. */
const VARIABLES = 'ANODEC_HTTP_USERNAME and ANODEC_HTTP_PASSWORD, or a token as ANODEC_HTTP_TOKEN';

/** The lines of a file on a server. @throws ConfigError when the address holds a password */
export function httpFile(address: string): Source {
  const file = remoteFile(address);
  return { name: file.href, canResume: true, read: (options) => readRemoteLines(file, options) };
}

/** Copies a file of a server into a folder. @throws ConfigError when the address holds a password */
export function copyHttpFile(
  address: string,
  folder: string,
  listeners: Listeners,
): Promise<string> {
  return copyBytes(remoteFile(address), folder, listeners);
}

function remoteFile(address: string): RemoteFile {
  const url = parseAddress(address, VARIABLES);
  return {
    href: url.href,
    name: fileNameIn(url),
    request: (offset, signal) => requestFrom(url, offset, signal),
  };
}
