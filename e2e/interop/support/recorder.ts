import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request of a WHIP or WHEP client, and how it was answered. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly asked: http.IncomingHttpHeaders;
  /** The offer, for a POST. */
  readonly body: string;
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The answer, for a POST. */
  readonly answer: string;
}

/** Stands between a client of WHIP or WHEP and its server, passes everything on unchanged, and writes it down. */
export class Recorder {
  /** In the order in which they were answered. */
  readonly exchanges: Exchange[] = [];

  private constructor(
    private readonly server: http.Server,
    private readonly target: URL,
  ) {}

  static async start(endpoint: string): Promise<Recorder> {
    const server = http.createServer();
    const recorder = new Recorder(server, new URL(endpoint));
    server.on("request", (request, response) => {
      recorder.pass(request, response).catch((error: Error) => response.destroy(error));
    });
    const { hostname } = recorder.target;
    await new Promise<void>((listening) => server.listen(0, hostname, listening));
    return recorder;
  }

  /** The server's endpoint, by way of here. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** The endpoint for a client: a camera with this id and name. */
  endpoint(camera: string, name: string): string {
    const url = new URL(`${this.target.pathname}/${camera}`, this.url);
    url.searchParams.set("name", name);
    return url.href;
  }

  /** The methods and the statuses, such as `POST 201`. */
  get summary(): string[] {
    return this.exchanges.map(({ method, status }) => `${method} ${status}`);
  }

  /** The first exchange of a method. */
  the(method: string): Exchange {
    const found = this.exchanges.find((exchange) => exchange.method === method);
    if (found === undefined) throw new Error(`there was no ${method}: ${this.summary.join(", ")}`);
    return found;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = request;
    const body = await whole(request);
    const { hostname, port } = this.target;
    const answered = await new Promise<http.IncomingMessage>((resolve, reject) => {
      // With the client's own Host, of which the régie makes the Location: what follows comes through here too.
      http.request({ host: hostname, port, path, method, headers }, resolve).on("error", reject).end(body);
    });
    const answer = await whole(answered);
    const status = answered.statusCode ?? 0;
    this.exchanges.push({
      ...{ method, path, asked: headers, body: body.toString() },
      ...{ status, headers: answered.headers, answer: answer.toString() },
    });
    response.writeHead(status, answered.rawHeaders).end(answer);
  }
}

async function whole(message: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
