import { invoke, isTauri } from "@tauri-apps/api/core";

/** Whether the folders of shows can be opened from here: a browser shows no folders. */
export const opensShows = isTauri();

/** Whether files of clips can be saved from here: the window has no downloads. */
export const savesFiles = !isTauri();

/** Opens the folder of the show that was saved last in the system's file manager. */
export async function openLastShow(): Promise<void> {
  try {
    await invoke("open_show");
  } catch (error) {
    console.error("the folder was not opened", error);
  }
}
