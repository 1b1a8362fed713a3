import { createServer } from "node:net";
import { networkInterfaces } from "node:os";

/**
 * This machine's address on a network, or nothing when it is on none: some clients never send to the loopback address,
 * and without a network there is nothing that they could be tested with.
 */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.find((one) => one?.family === "IPv4" && !one.internal)?.address ?? "";
}

/** A port of the loopback address that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
