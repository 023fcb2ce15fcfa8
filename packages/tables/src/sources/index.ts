export { connectNats, NATS_VARIABLES, type NatsConnection } from './nats-library.js';
export { checkAddressOptions } from './address-options.js';
export { credentialsOf, parseAddress, withoutPassword } from './address.js';
export { growingFile } from './growing-file.js';
export { isRemoteTable, localTable } from './local-table.js';
export { connectMqtt, type MqttConnection } from './mqtt-library.js';
export { parseMqttAddress } from './mqtt.js';
export { connectRedis, type RedisConnection } from './redis-library.js';
export { parseRedisAddress } from './redis.js';
export { openSource, sources } from './registry.js';
export { createRetries, reasonOf, type Retries, type RetryOptions } from './retry.js';
export {
  type ReadOptions,
  type Source,
  type SourceBatch,
  type SourceKind,
  type SourcePosition,
  type SourceRecord,
  waitFor,
} from './source.js';
export { standardInput } from './standard-input.js';
