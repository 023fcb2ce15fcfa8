/** Long arithmetic in pieces, as all packages do it. */
export { quietWork, runWork, type Work } from '@anodec/core';
