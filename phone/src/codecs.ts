/** A codec as the browser offers it. */
type Offered = Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">;

/** Repairs that go with any codec. */
const REPAIR = /^video\/(rtx|red|ulpfec|flexfec-03)$/i;

/**
 * What to offer, best first: H.264 constrained baseline, which phones encode in hardware; plain baseline; VP8; the
 * repairs. What the desk cannot carry is left out.
 */
export function preferred<C extends Offered>(offered: readonly C[]): C[] {
  const rank = ({ mimeType, sdpFmtpLine = "" }: C): number => {
    if (/^video\/h264$/i.test(mimeType) && /packetization-mode=1/.test(sdpFmtpLine)) {
      if (/profile-level-id=42e0/i.test(sdpFmtpLine)) return 0;
      if (/profile-level-id=4200/i.test(sdpFmtpLine)) return 1;
    }
    if (/^video\/vp8$/i.test(mimeType)) return 2;
    return REPAIR.test(mimeType) ? 3 : -1;
  };
  return offered.filter((codec) => rank(codec) >= 0).sort((a, b) => rank(a) - rank(b));
}

/** Whether there is anything among them that carries a picture. */
export const carriesPicture = (codecs: readonly Offered[]): boolean =>
  codecs.some(({ mimeType }) => !REPAIR.test(mimeType));
