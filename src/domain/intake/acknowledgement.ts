/** What the head of an HL7 v2 message says of itself: who sends it, to whom, its number, and the numbers of the patients in it. */
export type MessageHead = {
  readonly application: string;
  readonly facility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  readonly control: string;
  readonly processing: string;
  readonly version: string;
  readonly event: string;
  /** PID-2 and PID-3 of every PID: the first part of each repetition. */
  readonly patients: readonly (readonly string[])[];
};

/** Reads the head of a message; undefined when it is none. Only what an answer needs is read here. */
export function headOf(message: string): MessageHead | undefined {
  const lines = message.split(/\r\n?|\n/u);
  const head = lines[0] ?? '';
  if (!/^MSH[^\p{L}\d\s]/u.test(head) || head.length < 8) return undefined;
  const separator = head[3] ?? '|';
  const [component = '^', repeat = '~'] = [head[4], head[5]];
  const fields = head.split(separator);
  // The separator itself is field 1, so the field of number n stands at n - 1.
  const field = (number: number): string => fields[number - 1] ?? '';
  const first = (words: string): string => words.split(component)[0]?.trim() ?? '';
  const type = field(9).split(component);
  return {
    application: first(field(3)),
    facility: first(field(4)),
    receivingApplication: first(field(5)),
    receivingFacility: first(field(6)),
    control: field(10).trim(),
    processing: first(field(11)) || 'P',
    version: first(field(12)) || '2.5',
    event: type[1] ?? '',
    patients: lines
      .filter((line) => line.startsWith(`PID${separator}`))
      .map((line) => {
        const pid = line.split(separator);
        return [pid[2] ?? '', ...(pid[3] ?? '').split(repeat)].map(first).filter((each) => each !== '');
      }),
  };
}

/** AA: it is kept. AE: something failed here, it may be sent again. AR: it is not taken, sending it again changes nothing (HL7 v2.5.1, 2.9.2). */
export type Answer = 'AA' | 'AE' | 'AR';

/** The answer to a message, its own control number in it. `text` names a code and never a patient. */
export function acknowledgement(to: MessageHead | undefined, answer: Answer, text: string, at: Date): string {
  const stamp = at.toISOString().replace(/[-:T]/gu, '').slice(0, 14);
  const plain = (words: string): string => words.replace(/[\r\n|^~\\&]/gu, ' ').slice(0, 180);
  const msh = [
    'MSH',
    '^~\\&',
    plain(to?.receivingApplication ?? 'BATON'),
    plain(to?.receivingFacility ?? ''),
    plain(to?.application ?? ''),
    plain(to?.facility ?? ''),
    `${stamp}+0000`,
    '',
    to?.event ? `ACK^${plain(to.event)}^ACK` : 'ACK',
    `A${plain(to?.control ?? '')}`.slice(0, 20),
    plain(to?.processing ?? 'P'),
    plain(to?.version ?? '2.5'),
  ];
  return `${msh.join('|')}\rMSA|${answer}|${plain(to?.control ?? '')}|${plain(text)}\r`;
}
