import { translated } from './connection.js';
import type { Dialect } from './dialect/dialect.js';
import type { Session, Sessions } from './session.js';
import { Turns } from './turns.js';

/** Sessions of which so many are used at a time; who finds none free waits. */
export class SessionPool {
  private readonly turns: Turns;

  constructor(
    private readonly sessions: Sessions,
    private readonly dialect: Dialect,
  ) {
    this.turns = new Turns(sessions.count);
  }

  get isCrowded(): boolean {
    return this.turns.isCrowded;
  }

  use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.turns.run(async () => {
      const session = await this.acquire();
      try {
        return await work(session);
      } finally {
        session.release();
      }
    });
  }

  close(): Promise<void> {
    return this.sessions.close();
  }

  private async acquire(): Promise<Session> {
    try {
      return await this.sessions.acquire();
    } catch (error) {
      throw translated(error, this.dialect);
    }
  }
}
