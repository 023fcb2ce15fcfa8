/** The list of devices that are watched: `{"list": ["5032AB", …]}`. */
import { DataError, isRecord } from '@anodec/core';
import { readJsonFile } from '@anodec/files';

/** Reads the ids of a list of devices. @throws DataError when the file is missing or no such list */
export async function readDeviceList(path: string): Promise<string[]> {
  const document = await readJsonFile(path);
  const list = isRecord(document) ? document.list : undefined;
  if (Array.isArray(list) && list.every((id) => typeof id === 'string')) {
    if (list.length > 0) return list;
    throw new DataError(
      `${path} must list at least one device, got none. Write their ids into it.`,
    );
  }
  throw new DataError(
    `${path} must hold the list of devices as {"list": ["5032AB"]}, got something else.`,
  );
}
