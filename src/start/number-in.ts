import type { Environment } from '#config/load.ts';

/** A whole number in the environment; undefined where the name says nothing or something else. */
export const numberIn = (env: Environment, name: string): number | undefined =>
  env[name] && /^\d+$/.test(env[name]) ? Number(env[name]) : undefined;
