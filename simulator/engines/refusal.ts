/** DingTalk understood the call and says no: the code is DingTalk's own, spelling faults included. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const refuse = (code: string, message: string, status = 400): never => {
  throw new Refusal(code, message, status);
};
