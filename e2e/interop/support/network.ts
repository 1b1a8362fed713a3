import { networkInterfaces } from "node:os";

/** This machine's address on a network: some clients never send to the loopback address. */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  const found = addresses.find((one) => one?.family === "IPv4" && !one.internal);
  if (found === undefined) throw new Error("this client's ICE needs a network beside loopback, and there is none");
  return found.address;
}
