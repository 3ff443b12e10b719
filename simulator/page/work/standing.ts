import type { Approval } from '../world/shapes.ts';

/** How an approval stands, for the person who looks at it. */
export function standing({ status, result, mine }: Approval): {
  readonly words: string;
  readonly tone: 'wait' | 'good' | 'bad' | 'calm';
} {
  const over = status.toUpperCase();
  if (over === 'COMPLETED')
    return result === 'agree' ? { words: 'Agreed', tone: 'good' } : { words: 'Refused', tone: 'bad' };
  if (over === 'TERMINATED' || over === 'CANCELED') return { words: 'Withdrawn', tone: 'calm' };
  return mine === 'sign' ? { words: 'Waiting for you', tone: 'wait' } : { words: 'Under way', tone: 'calm' };
}
