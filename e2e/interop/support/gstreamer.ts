/** A moving picture and a tone, in gst-launch's words. */
export const PICTURE =
  "videotestsrc is-live=true pattern=smpte horizontal-speed=8 ! video/x-raw,width=640,height=360,framerate=30/1";
export const TONE = "audiotestsrc is-live=true ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=2";

/** Where decoded pictures and sound are counted: what is not decoded does not fit. */
export const PICTURES = "queue ! videoconvert ! fakesink name=pictures async=false";
export const SOUNDS = "queue ! audioconvert ! fakesink name=sounds async=false";

/**
 * H.264 as program has it. Of its own accord GStreamer 1.22 offers it without `packetization-mode`, which stands for
 * packets of single NAL units (RFC 6184 section 6.2), and those are never sent: the answer would have VP8 alone.
 */
export const RTP_H264 = [
  "application/x-rtp,media=video,encoding-name=H264,clock-rate=90000",
  "packetization-mode=(string)1,profile-level-id=(string)42e01f",
].join(",");
