/** What the id of a device may be: ids are names of files, and none may lead elsewhere. */

/** No slash and no control character, and no dot in front. */
const ID = /^[^./\\\p{Cc}][^/\\\p{Cc}]{0,99}$/u;

/** What it must be, for messages. */
export const DEVICE_ID =
  'a name of at most 100 characters, without slashes and without a dot in front';

/** Whether a text may be the id of a device. */
export function isDeviceId(text: string): boolean {
  return ID.test(text);
}
