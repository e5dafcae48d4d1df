import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the server and its database: can be cut, and can be stopped like a database that has stopped. */
export class Cable {
  private server?: Server;
  private readonly wires = new Set<readonly [inner: Socket, outer: Socket]>();
  /** Also ends whose other end is gone: a database keeps its own for as long as nobody tells it. */
  private readonly ends = new Set<Socket>();
  private isFrozen = false;
  private forbidden?: string;
  port = 0;

  constructor(private readonly target: { hostname: string; port: number }) {}

  /** @returns the cable to a database, and the URL that leads through it */
  static async to(databaseUrl: string): Promise<{ cable: Cable; url: string }> {
    const url = new URL(databaseUrl);
    const cable = new Cable({ hostname: url.hostname, port: Number(url.port) });
    await cable.plugIn();
    url.port = String(cable.port);
    return { cable, url: url.toString() };
  }

  async plugIn(): Promise<void> {
    const server = createServer((inner) => this.wire(inner));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server!.close(resolve));
    for (const socket of this.ends) socket.destroy();
    await closed;
  }

  /** The next connection on which the server sends a text is cut instead. */
  cutAt(text: string): void {
    this.forbidden = text;
  }

  /** Connections stay, nothing comes through. */
  freeze(): void {
    this.isFrozen = true;
    for (const [inner, outer] of this.wires) {
      inner.unpipe(outer).pause();
      outer.unpipe(inner).pause();
    }
  }

  /** What was held back comes through. */
  thaw(): void {
    this.isFrozen = false;
    for (const [inner, outer] of this.wires) inner.pipe(outer).pipe(inner);
  }

  private wire(inner: Socket): void {
    const outer = connect(this.target.port, this.target.hostname);
    const wire = [inner, outer] as const;
    this.wires.add(wire);
    for (const socket of wire) {
      this.ends.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.ends.delete(socket);
        this.wires.delete(wire);
      });
    }
    inner.prependListener('data', (sent: Buffer) => {
      if (this.forbidden === undefined || !sent.includes(this.forbidden)) return;
      this.forbidden = undefined;
      inner.destroy();
      outer.destroy();
    });
    if (!this.isFrozen) inner.pipe(outer).pipe(inner);
  }
}
