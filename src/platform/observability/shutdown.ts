import { Injectable } from '@nestjs/common';

/** How far the process is on its way out. It answers requests to the end. */
@Injectable()
export class Shutdown {
  private stage: 'running' | 'draining' | 'closing' = 'running';
  private readonly closing = new AbortController();

  /** Aborted when requests that wait for something have to end. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  /** Not ready any more: load balancers shall turn away. */
  get isDraining(): boolean {
    return this.stage !== 'running';
  }

  /** New connections are not taken: each answer is the last on its connection. */
  get isClosing(): boolean {
    return this.stage === 'closing';
  }

  drain(): void {
    this.stage = 'draining';
  }

  close(): void {
    this.stage = 'closing';
    this.closing.abort();
  }
}
