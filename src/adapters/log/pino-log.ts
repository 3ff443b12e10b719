import { type DestinationStream, pino } from 'pino';
import type { Log } from '#src/ports/log.ts';

/** The second net, not the first: whatever looks like a secret or an identifier is struck out even if somebody logs it by mistake. */
const redact = [
  'secret',
  'clientSecret',
  'token',
  'accessToken',
  'access_token',
  'ticket',
  'cookie',
  'authorization',
  'password',
  'text',
  'body',
  'data',
  'content',
  'sessionWebhook',
  'name',
  'hkid',
  '*.clientSecret',
  '*.secret',
  '*.token',
  '*.text',
  '*.data',
  '*.content',
];
const hkid = /\b[A-Z]{1,2}\d{6}\(?[0-9A]\)?/g;

export const pinoLog = (level: string, to?: DestinationStream): Log => {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redact, censor: '[struck out]' },
      hooks: { streamWrite: (line) => line.replace(hkid, '[struck out]') },
    },
    ...(to ? [to] : []),
  );
  return {
    debug: (facts, sentence) => logger.debug(facts, sentence),
    info: (facts, sentence) => logger.info(facts, sentence),
    warn: (facts, sentence) => logger.warn(facts, sentence),
    error: (facts, sentence) => logger.error(facts, sentence),
  };
};
