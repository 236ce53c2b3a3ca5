import { type Incoming, type Later, SignalError } from './protocol';

interface Waiting {
  text: string;
  sent: boolean;
  done: (answer: Record<string, unknown>) => void;
  failed: (error: SignalError) => void;
  cancel: () => void;
}

/** How long an answer may take, the time of a resume included. */
const patience = 75_000;

/** Requests that wait for their answer. Ids grow over the life of the tab; under its id a request is done once by a session. */
export class Requests {
  readonly #later: Later;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(later: Later) {
    this.#later = later;
  }

  nextId(): number {
    this.#last += 1;
    return this.#last;
  }

  /** @param send undefined while there is no session: then it goes with the next */
  ask(type: string, fields: object, send: ((text: string) => void) | undefined): Promise<Record<string, unknown>> {
    const id = this.nextId();
    const text = JSON.stringify({ ...fields, id, type });
    return new Promise((done, failed) => {
      const cancel = this.#later(() => this.#fail(id, 'no-answer'), patience);
      this.#waiting.set(id, { text, sent: send !== undefined, done, failed, cancel });
      send?.(text);
    });
  }

  /** True when the message was the answer to a request. */
  answered({ re, ok, error }: Incoming): boolean {
    const request = re === undefined ? undefined : this.#waiting.get(re);
    if (re === undefined || !request) return false;
    this.#waiting.delete(re);
    request.cancel();
    if (error) request.failed(new SignalError(error));
    else request.done(ok ?? {});
    return true;
  }

  /** After a hello: the same session gets everything again that it has not answered; another only what none has got. */
  session(resumed: boolean, send: (text: string) => void): void {
    for (const [id, request] of [...this.#waiting]) {
      if (request.sent && !resumed) {
        this.#fail(id, 'line-lost');
      } else {
        request.sent = true;
        send(request.text);
      }
    }
  }

  /** Nothing will be answered any more. */
  end(): void {
    for (const id of [...this.#waiting.keys()]) this.#fail(id, 'line-lost');
  }

  #fail(id: number, type: string): void {
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    request?.cancel();
    request?.failed(new SignalError({ type, retryable: true }));
  }
}
