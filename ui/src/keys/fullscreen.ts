/** Gives the desk the whole screen, or gives it back. */
export function toggleFullscreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen?.();
  change?.catch((error: unknown) => console.warn("no full screen", error));
}
