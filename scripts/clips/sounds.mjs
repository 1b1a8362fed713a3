// What the demonstration's cameras hear, made of noise and sines by FFmpeg.

/** @type {Record<string, string>} a sound's file name, and FFmpeg's filters for it */
export const SOUNDS = {
  // A stand that murmurs, swells and falls.
  "crowd.opus":
    "anoisesrc=color=pink:amplitude=0.5:duration=12:seed=7,highpass=f=250,lowpass=f=3200," +
    "tremolo=f=0.25:d=0.7,tremolo=f=3.1:d=0.35,volume=12dB,alimiter=limit=0.5:level=0",
  // Four notes over a bass, two bars after two bars.
  "band.opus":
    "aevalsrc='0.3*sin(2*PI*220*pow(2,mod(floor(t*4),4)/3)*t)*exp(-3*mod(t,0.25))" +
    "+0.25*sin(2*PI*110*t)*exp(-2*mod(t,0.5))':d=12:s=48000",
};
