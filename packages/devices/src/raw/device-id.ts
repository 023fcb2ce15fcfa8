/** What the id of a device may be: ids are names of files, and none may lead elsewhere. */

const ID = /^[\w-][\w.-]*$/;

/** Whether a text is one: letters, digits, "_", "-" and ".", which it does not begin with. */
export function isDeviceId(text: string): boolean {
  return ID.test(text);
}
