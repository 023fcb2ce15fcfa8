/** Names of the loggers to tracking servers, for settings, which must not wait for the loggers themselves. */
export const loggerNames = ['mlflow'] as const;

export type LoggerName = (typeof loggerNames)[number];
