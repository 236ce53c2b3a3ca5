import type { ProblemBody } from './schema';

/** An answer of the server that says no (RFC 9457), or `offline` when there was no answer. */
export class ApiProblem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.title);
    this.name = 'ApiProblem';
    this.body = body;
  }

  get slug(): string {
    return this.body.type.replace(/^.*[/:#]/, '');
  }

  get status(): number {
    return this.body.status;
  }

  static offline(): ApiProblem {
    return new ApiProblem({ type: 'offline', title: 'offline', status: 0 });
  }

  static async of(response: Response): Promise<ApiProblem> {
    const fallback = { type: response.status === 401 ? 'unauthenticated' : 'internal-error', title: response.statusText, status: response.status };
    try {
      return new ApiProblem({ ...fallback, ...((await response.json()) as Partial<ProblemBody>) });
    } catch {
      return new ApiProblem(fallback);
    }
  }
}

export function slugOf(error: unknown): string {
  return error instanceof ApiProblem ? error.slug : 'internal-error';
}
