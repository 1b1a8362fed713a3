import { effect, signal } from "@preact/signals-core";
import type { Host } from "../host/host";
import { t } from "../i18n/language";
import { hold, settings } from "./desk";
import { notify } from "./view";

/** What it keeps as it is. */
const KEPT = ["image/png", "image/jpeg", "image/webp"];
/** Longer side of what is made of any other picture, in pixels: a screen shows no more. */
const SIDE = 1920;
/** How well that is kept: no edge of a logo is seen to ring. */
const QUALITY = 0.9;

/** The address of the hold slate's picture; null while there is none. */
export const holdPicture = signal<string | null>(null);

let host: Pick<Host, "monitorUrl" | "putHoldPicture"> | null = null;

/** Says where the picture is kept, and follows it for as long as the page lives. */
export function keepHoldPictureIn(place: Pick<Host, "monitorUrl" | "putHoldPicture">): void {
  host = place;
  effect(() => {
    const name = hold.value?.picture ?? null;
    if (name === null) holdPicture.value = null;
    else void follow(name, place.monitorUrl());
  });
}

/** Whoever serves the pictures serves this one, too, and to everyone: the audience sees it. */
async function follow(name: string, monitorUrl: Promise<string>): Promise<void> {
  const { protocol, host } = new URL(await monitorUrl);
  // Another one may have come meanwhile.
  if (hold.peek()?.picture !== name) return;
  holdPicture.value = `${protocol.replace(/^ws/, "http")}//${host}/hold/picture/${encodeURIComponent(name)}`;
}

/** Puts a picture on the hold slate. A file that is none, or is refused, becomes a notice. */
export async function chooseHoldPicture(file: Blob): Promise<void> {
  try {
    await host?.putHoldPicture(await fitted(file));
  } catch (error) {
    console.warn("the hold slate's picture was not taken", error);
    notify(t("hold.picture.refused"));
  }
}

/** Takes the picture off the hold slate. */
export async function removeHoldPicture(): Promise<void> {
  try {
    await host?.putHoldPicture(null);
  } catch (error) {
    console.warn("the hold slate's picture stays", error);
    notify(t("refusal.busy"));
  }
}

/** A picture that the engine keeps: the file itself, or what it shows on no more pixels than a screen has. */
async function fitted(file: Blob): Promise<Blob> {
  // Also of one that is kept as it is: what this page can't show, no other page will.
  const bitmap = await createImageBitmap(file);
  if (file.size <= (settings.peek()?.hold_picture_limit ?? 0) && KEPT.includes(file.type)) {
    bitmap.close();
    return file;
  }
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve, reject) => {
    const take = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("it could not be encoded")));
    canvas.toBlob(take, "image/jpeg", QUALITY);
  });
}
