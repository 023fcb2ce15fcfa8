export { InjectConfig } from './config.js';
export { injectAnomalies, type InjectedRecording } from './inject.js';
export { type Injection, type InjectionParts, injections } from './injections.js';
