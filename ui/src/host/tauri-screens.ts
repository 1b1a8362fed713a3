import { Channel, invoke } from "@tauri-apps/api/core";
import type { ScreenPage, ScreenState, Screens } from "./screens";

/** The second screen as a window of the shell. */
export class TauriScreens implements Screens, ScreenPage {
  readonly isFull = true;

  follow(tell: (state: ScreenState) => void): void {
    const channel = new Channel<ScreenState>();
    channel.onmessage = tell;
    invoke("displays", { channel }).catch((error) => console.error("the shell tells no displays", error));
  }

  async open(display: string | null): Promise<boolean> {
    try {
      await invoke("open_program", { display });
      return true;
    } catch (error) {
      console.error("the shell opened no window", error);
      return false;
    }
  }

  async close(): Promise<void> {
    try {
      await invoke("close_program");
    } catch (error) {
      console.error("the shell closed no window", error);
    }
  }
}
