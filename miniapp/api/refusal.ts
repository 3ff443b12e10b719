import type { Trouble } from '#src/contract/session.ts';

/** The service, or the network, said no. `code` chooses the words. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: NonNullable<Trouble['details']>;

  constructor(code: string, status: number, details: NonNullable<Trouble['details']> = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /** Nothing was decided: the same request may well succeed in a moment. */
  get passes(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

export const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : 'door.surprise');

export async function refusalFrom(response: Response): Promise<Refusal> {
  try {
    const body: unknown = await response.json();
    if (isTrouble(body)) return new Refusal(body.code, response.status, body.details ?? {});
  } catch {
    // A proxy's page or an empty body: only the status speaks, below.
  }
  return new Refusal(response.status === 429 ? 'door.too-many' : 'door.surprise', response.status);
}

const isTrouble = (body: unknown): body is Trouble =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
