import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-http-bearer';

/**
 * The base of each bearer strategy (RFC 6750). A token counts in the `Authorization` header and nowhere else: bodies and
 * URLs, where the package would look too, end up in logs. A strategy says in `validate(request, token)` whose token it is,
 * or false for one that does not work.
 * @param name for `AuthGuard`
 * @param realm for `WWW-Authenticate`
 */
export function BearerStrategy(name: string, realm: string) {
  abstract class HeaderStrategy extends PassportStrategy(Strategy, name) {
    constructor() {
      super({ realm, passReqToCallback: true });
    }

    override authenticate(request: Request, options?: object): void {
      const headers = { ...request.headers, authorization: this.authorizationOf(request) };
      const ofHeaders: ProxyHandler<Request> = {
        get: (target, property) => {
          if (property === 'headers') return headers;
          return property === 'body' || property === 'query' ? undefined : Reflect.get(target, property);
        },
      };
      super.authenticate(new Proxy(request, ofHeaders), options);
    }

    /** The `Authorization` header as the client meant it: a scheme alone is no credential. */
    protected authorizationOf({ headers }: Request): string | undefined {
      const authorization = headers.authorization?.trim();
      return authorization?.toLowerCase() === 'bearer' ? undefined : authorization;
    }
  }
  return HeaderStrategy;
}
