import { join } from 'node:path';
import { openPolicy } from '#src/adapters/policy/open-policy.ts';

/** The rules as they stand in config/policy. */
export const policyFolder = join(import.meta.dirname, '../../config/policy');
export const thePolicy = openPolicy(policyFolder);
