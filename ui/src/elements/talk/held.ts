import { talk } from "../../talk/talk";

/** Speaks while a button is held, by a pointer or by the keyboard. */
export function speakWhileHeld(button: HTMLButtonElement, camera: number | null): void {
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    // Wherever it goes up.
    button.setPointerCapture(event.pointerId);
    talk.begin(camera);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
    button.addEventListener(end, () => talk.end());
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) talk.begin(camera);
  });
  button.addEventListener("keyup", (event) => {
    if (event.key === " " || event.key === "Enter") talk.end();
  });
}
