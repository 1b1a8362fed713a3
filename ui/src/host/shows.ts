/** The shows' folders, where the page can open them. */
export interface Shows {
  /** Opens the folder of the show that was saved last in the system's file manager. */
  openLast(): void;
}
