import type { Answer, Json, OktaClient } from './okta-client.js';

/** One line of the report: what was sent, what came and what was wanted. */
export interface Step {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Absent when the request was not sent, because one before it failed. */
  readonly status?: number;
  readonly expected: string;
  readonly ok: boolean;
  /** What is wrong; absent when nothing is. */
  readonly detail?: string;
  readonly milliseconds: number;
}

/** What an answer has to be. */
export interface Expectation {
  readonly status: readonly number[];
  /** In words, beside the status. */
  readonly what?: string;
  /** A sentence when the body is not what it should be. */
  readonly check?: (body: Json) => string | undefined;
}

/** A step whose failure leaves the ones that build on it without sense. */
class StepFailed extends Error {}

/** Carries out the steps of a conversation and writes down how each went. */
export class Transcript {
  readonly steps: Step[] = [];

  constructor(
    private readonly client: OktaClient,
    private readonly onStep: () => void,
  ) {}

  /** Sends one request. @throws StepFailed, after writing it down, when the answer is not as expected */
  async step(
    name: string,
    method: string,
    path: string,
    body: unknown,
    expectation: Expectation,
    client = this.client,
  ): Promise<Json> {
    const answer = await client.send(method, path, body);
    const detail = fault(answer, expectation);
    const expected = [expectation.status.join(' or '), expectation.what].filter(Boolean).join(', ');
    const { status, milliseconds } = answer;
    this.steps.push({
      name,
      method,
      path,
      status,
      expected,
      ok: detail === undefined,
      ...(detail && { detail }),
      milliseconds,
    });
    this.onStep();
    if (detail !== undefined) throw new StepFailed(detail);
    return answer.body;
  }

  /** Runs a part of the conversation to its end or to its first failure; the other parts go on. */
  async part(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof StepFailed) return false;
      throw error;
    }
  }

  /** Writes down that a part could not be tried. */
  skip(name: string): void {
    const detail = 'Not tried, because an earlier step failed';
    this.steps.push({ name, method: '', path: '', expected: '', ok: false, detail, milliseconds: 0 });
    this.onStep();
  }
}

function fault({ status, mediaType, body }: Answer, { status: wanted, check }: Expectation): string | undefined {
  const said = typeof body['detail'] === 'string' ? `: ${body['detail']}` : '';
  if (!wanted.includes(status)) return `Wanted ${wanted.join(' or ')}, got ${status}${said}`;
  if (status !== 204 && mediaType !== 'application/scim+json')
    return `Wanted application/scim+json, got ${mediaType || 'no media type'}`;
  return check?.(body);
}
