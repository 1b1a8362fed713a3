import { effect } from "@preact/signals-core";
import { archive } from "./cue/archive";
import { cue } from "./cue/cue";
import { pullProgram } from "./cue/program";
import { showRemoteCues } from "./cue/remote";
import { thumbnails } from "./cue/thumbnails";
import { App } from "./elements/chrome/app";
import { pickHost, pickScreens } from "./host/pick";
import { audienceView } from "./monitor/audience-view";
import { hasDecoder, proveCodecs } from "./monitor/codecs";
import { monitors } from "./monitor/monitors";
import { sound } from "./sound/sound";
import { watchAlarms } from "./store/alarms";
import { startClock } from "./store/clock";
import { link, receive } from "./store/desk";
import { keepHoldPictureIn } from "./store/hold";
import { order, sendOrdersTo } from "./store/orders";
import { watchPast } from "./store/past";
import { openScreensBy } from "./store/screen";
import { watchTrends } from "./store/trends";
import { ability } from "./store/view";
import { talk } from "./talk/talk";

/** Opens the desk. */
export async function open(): Promise<void> {
  document.body.append(new App());
  if (!hasDecoder()) {
    ability.value = "noDecoder";
    return;
  }
  const proof = proveCodecs();
  const host = pickHost();
  sendOrdersTo(host);
  startClock();
  watchAlarms();
  watchTrends();
  watchPast();
  openScreensBy(pickScreens());
  keepHoldPictureIn(host);
  host.connect({
    message: (message) => {
      if (!receive(message)) host.resync();
    },
    link: (now) => {
      link.value = now;
    },
  });
  const codecs = await proof;
  if (!codecs.h264 && !codecs.vp8) {
    ability.value = "noCodec";
    return;
  }
  monitors.start(() => host.monitorUrl());
  audienceView.start(() => host.monitorUrl());
  archive.start(() => host.monitorUrl());
  const keepsUp = () => monitors.saving.peek().size === 0;
  cue.start(keepsUp);
  showRemoteCues();
  monitors.trailed = (message) => cue.trailed(message);
  thumbnails.start(keepsUp);
  pullProgram(monitors.program);
  sound.start(() => host.monitorUrl());
  talk.start(host);
  // An engine that was restarted has to hear it again.
  effect(() => {
    if (link.value === "up") void order({ type: "report_codecs", codecs });
  });
}
