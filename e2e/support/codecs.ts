// These run in a page, before its own scripts.

/** Its browser knows no other video codec. */
export function knowOnly(codec: string): void {
  for (const side of [RTCRtpSender, RTCRtpReceiver]) {
    const all = side.getCapabilities.bind(side);
    side.getCapabilities = (kind) => {
      const capabilities = all(kind);
      if (kind !== "video" || !capabilities) return capabilities;
      return {
        ...capabilities,
        codecs: capabilities.codecs.filter(({ mimeType }) => mimeType.toLowerCase().endsWith(codec)),
      };
    };
  }
}

/** A page that asks for no codec in particular offers what its browser is said to know. */
export function offerKnown(): void {
  const offer = RTCPeerConnection.prototype.addTransceiver;
  RTCPeerConnection.prototype.addTransceiver = function (track, init) {
    const transceiver = offer.call(this, track, init);
    if (track === "video") transceiver.setCodecPreferences(RTCRtpReceiver.getCapabilities("video")?.codecs ?? []);
    return transceiver;
  };
}
