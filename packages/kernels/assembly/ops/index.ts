/** The kernels of the element-wise operations, reductions and moves; see `src/simd/ops`. */
export * from './binary';
export * from './choose';
export { copyRows, fillWith } from './copy';
export { dropValues } from './drop';
export * from './normalize';
export * from './patches';
export * from './reduce';
export * from './rows';
export * from './transpose';
export * from './unary';
