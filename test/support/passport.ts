import type { Express, Request } from 'express';
import passport from 'passport';

interface RegisteredStrategies {
  readonly _strategies: Record<string, passport.Strategy>;
}

/** The strategies of each server of this process, by its Express application. */
const strategies = new WeakMap<object, Record<string, passport.Strategy>>();

/**
 * Passport registers strategies once a process, which is one server but in tests. To be called as soon as a server is made:
 * from then on each request is authenticated by the strategies of its own server.
 */
export function keepStrategiesApart(app: Express): void {
  const registered = (passport as unknown as RegisteredStrategies)._strategies;
  const own = Object.fromEntries(Object.entries(registered).filter(([, each]) => !(each instanceof StrategyOfServer)));
  strategies.set(app, own);
  for (const name of Object.keys(own)) passport.use(name, new StrategyOfServer(name));
}

class StrategyOfServer extends passport.Strategy {
  constructor(override readonly name: string) {
    super();
  }

  override authenticate(request: Request, options?: object): void {
    const strategy = strategies.get(request.app)![this.name]!;
    const { success, fail, pass, error, redirect } = this;
    Object.assign(Object.create(strategy), { success, fail, pass, error, redirect }).authenticate(request, options);
  }
}
