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
  strategies.set(app, takeNewStrategies());
}

/** The same for an application that serves nothing, such as the command line: what it registers is for no request. */
export function forgetStrategies(): void {
  takeNewStrategies();
}

/** Those that were registered last, in whose place the strategies of servers are from then on. */
function takeNewStrategies(): Record<string, passport.Strategy> {
  const registered = (passport as unknown as RegisteredStrategies)._strategies;
  const taken = Object.fromEntries(
    Object.entries(registered).filter(([, each]) => !(each instanceof StrategyOfServer)),
  );
  for (const name of Object.keys(taken)) passport.use(name, new StrategyOfServer(name));
  return taken;
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
