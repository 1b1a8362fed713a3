import { Channel, invoke } from "@tauri-apps/api/core";
import { pause } from "../backoff";
import type { Command } from "../protocol/Command";
import type { Refusal } from "../protocol/Refusal";
import type { ToDesk } from "../protocol/ToDesk";
import type { Host, Receiver } from "./host";

/** The desk in the Tauri window: commands by `invoke`, everything else over one channel. */
export class Tauri implements Host {
  #receiver: Receiver | null = null;
  #channel: Channel<ToDesk> | null = null;

  connect(receiver: Receiver): void {
    this.#receiver = receiver;
    void this.#subscribe(0);
  }

  resync(): void {
    void this.#subscribe(0);
  }

  send(command: Command): Promise<number> {
    const { type, ...fields } = command;
    // The main feed and its replay have names of their own; any other command is the message.
    const isPlain = Object.keys(fields).length === 0;
    if (type === "cut" || (isPlain && (type === "replay" || type === "live"))) return invoke(type, fields);
    return invoke("command", command);
  }

  monitorUrl(): Promise<string> {
    return invoke<string>("monitor_url");
  }

  async voiceUrl(desk: number): Promise<string> {
    // Beside the monitors, with the same token.
    const url = new URL(await this.monitorUrl());
    url.pathname = "/voice";
    url.searchParams.set("desk", String(desk));
    return url.href;
  }

  file(): Promise<File> {
    const refusal: Refusal = { code: "not_allowed", message: "Not from this window." };
    return Promise.reject(refusal);
  }

  async putHoldPicture(picture: Blob | null): Promise<void> {
    if (picture) await invoke("put_hold_picture", await picture.arrayBuffer());
    else await invoke("remove_hold_picture");
  }

  async #subscribe(attempt: number): Promise<void> {
    const channel = new Channel<ToDesk>();
    this.#channel = channel;
    channel.onmessage = (message) => {
      // A message of a subscription that was replaced is older than the new snapshot.
      if (this.#channel !== channel) return;
      if (message.type === "snapshot") this.#receiver?.link("up");
      this.#receiver?.message(message);
    };
    try {
      await invoke("subscribe", { channel });
    } catch (error) {
      console.error("the engine took no subscription", error);
      if (this.#channel !== channel) return;
      this.#receiver?.link("gone");
      window.setTimeout(() => this.#channel === channel && void this.#subscribe(attempt + 1), pause(attempt));
    }
  }
}
