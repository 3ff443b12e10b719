/** The marks of the minimal lower layer protocol: a message stands between 0x0B and 0x1C 0x0D (HL7 v2.5.1, appendix C). */
const [begin, end, after] = [0x0b, 0x1c, 0x0d];

/** Puts the bytes of a connection together into messages. What stands between messages is dropped. */
export class Frames {
  readonly #limit: number;
  #held: Buffer = Buffer.alloc(0);
  #isInside = false;

  /** `limit`: bytes of one message at most. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The messages that are whole now; `too-large` when one grew beyond the limit: the connection is of no use any more. */
  push(bytes: Uint8Array): readonly Uint8Array[] | 'too-large' {
    this.#held = Buffer.concat([this.#held, bytes]);
    const messages: Uint8Array[] = [];
    for (;;) {
      if (!this.#isInside) {
        const from = this.#held.indexOf(begin);
        this.#held = from === -1 ? Buffer.alloc(0) : this.#held.subarray(from + 1);
        if (from === -1) return messages;
        this.#isInside = true;
      }
      const to = this.#held.indexOf(Buffer.from([end, after]));
      if (to === -1) return this.#held.length > this.#limit ? 'too-large' : messages;
      if (to > this.#limit) return 'too-large';
      messages.push(new Uint8Array(this.#held.subarray(0, to)));
      this.#held = this.#held.subarray(to + 2);
      this.#isInside = false;
    }
  }
}

export const framed = (message: string): Buffer =>
  Buffer.concat([Buffer.from([begin]), Buffer.from(message, 'utf8'), Buffer.from([end, after])]);
