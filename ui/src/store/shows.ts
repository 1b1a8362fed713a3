import type { Shows } from "../host/shows";

let shows: Shows | null = null;

/** Says who opens the folders of shows; nobody where the page may not. */
export function openShowsBy(by: Shows | null): void {
  shows = by;
}

/** Whether this page can open a show's folder. */
export function canOpenShow(): boolean {
  return shows !== null;
}

/** Opens the folder of the show that was saved last. */
export function openShow(): void {
  shows?.openLast();
}
