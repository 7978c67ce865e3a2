import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface Connections {
  /** Until `response` is done. */
  busy(socket: Socket, response: ServerResponse): void;
  /** Ends each connection on which nothing is being answered, now and from now on. */
  endQuiet(): void;
}

/** Node's own `closeIdleConnections` leaves those open on which nothing was ever asked. */
export function trackConnections(server: Server): Connections {
  const quiet = new Set<Socket>();
  let ending = false;
  const rest = (socket: Socket) => {
    if (ending) socket.destroySoon();
    else quiet.add(socket);
  };
  server.on("connection", (socket: Socket) => {
    rest(socket);
    socket.once("close", () => quiet.delete(socket));
  });
  return {
    busy: (socket, response) => {
      quiet.delete(socket);
      response.once("close", () => {
        if (!socket.destroyed) rest(socket);
      });
    },
    endQuiet: () => {
      ending = true;
      for (const socket of quiet) socket.destroySoon();
      quiet.clear();
    },
  };
}
