import { needText, type Wire } from '../engines/wire.ts';

/** The words an admin call cannot do without, in the order asked for. */
export const need = (body: Wire, ...names: string[]): readonly string[] =>
  names.map((name) => needText(body, name, 'missing'));
