import { Injectable, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

const PATH = 'path';
const METHOD = 'method';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface Route {
  readonly method: string;
  /** With `:parameters` and, at the end, a `*wildcard`. */
  readonly path: string;
  readonly controller: Function;
  readonly handler: Function;
}

/** Every route that a controller of the application declares. */
@Injectable()
export class RouteTable {
  private routes?: readonly Route[];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  list(): readonly Route[] {
    this.routes ??= this.discovery
      .getControllers()
      .flatMap(({ metatype, instance }) => this.routesOf(metatype as Function, instance as object));
    return this.routes;
  }

  /** Methods that some route takes for a path; empty when no route knows it. Routes with a wildcard do not count. */
  methodsFor(path: string): string[] {
    const given = segments(path);
    const matching = this.list().filter((route) => matches(segments(route.path), given));
    const methods = new Set(matching.map(({ method }) => method));
    if (methods.has('GET')) methods.add('HEAD');
    return METHODS.filter((method) => methods.has(method));
  }

  private routesOf(controller: Function, instance: object): Route[] {
    const prefixes = [Reflect.getMetadata(PATH, controller) as string | string[]].flat();
    const prototype = Object.getPrototypeOf(instance) as Record<string, Function>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name]!;
      const method = Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const paths = [Reflect.getMetadata(PATH, handler) as string | string[]].flat();
      return prefixes.flatMap((prefix) =>
        paths.map((path) => ({
          method: RequestMethod[method],
          path: `/${`${prefix}/${path}`.split('/').filter(Boolean).join('/')}`,
          controller,
          handler,
        })),
      );
    });
  }
}

/** Empty ones count, but for those before the first and after the last slash. */
function segments(path: string): string[] {
  return path.replace(/^\/|\/$/g, '').split('/');
}

function matches(pattern: readonly string[], given: readonly string[]): boolean {
  return (
    pattern.length === given.length &&
    pattern.every(
      (segment, index) =>
        !segment.startsWith('*') && (segment.startsWith(':') || segment.toLowerCase() === given[index]!.toLowerCase()),
    )
  );
}
