import { networkInterfaces } from "node:os";

/**
 * This machine's address on a network, or nothing when it is on none: some clients never send to the loopback address,
 * and without a network there is nothing that they could be tested with.
 */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.find((one) => one?.family === "IPv4" && !one.internal)?.address ?? "";
}
