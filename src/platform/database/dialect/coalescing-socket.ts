import { connect, type Socket } from 'node:net';

/** A connection on which what is written in one turn goes out together: a packet each would cost more than what is in it. */
export function coalescingSocket({ host, port }: { host: string; port: number }): Socket {
  const socket = connect({ host, port, noDelay: true });
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  socket.write = (...given: unknown[]) => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...given);
  };
  return socket;
}
