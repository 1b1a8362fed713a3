/**
 * One phone films in one tab: a second scan of the QR code opens a second one under the same camera id, and the two
 * would throw each other off the desk for ever. The newest wins.
 */
export class Claim {
  private letGo: (() => void) | null = null;

  /** `onTaken`: another tab has it now. */
  constructor(private readonly onTaken: () => void) {}

  take(): void {
    this.release();
    const held = new Promise<void>((resolve) => {
      this.letGo = resolve;
    });
    const mine = this.letGo;
    // Without locks (Safari before 15.4, and where storage is blocked) two tabs are the operator's to sort out.
    navigator.locks
      ?.request("regie.camera", { steal: true }, () => held)
      .catch((error: DOMException) => {
        // A lock that was stolen is aborted; everything else says that there never was one.
        if (error.name !== "AbortError" || this.letGo !== mine) return;
        this.letGo = null;
        this.onTaken();
      });
  }

  release(): void {
    this.letGo?.();
    this.letGo = null;
  }
}
