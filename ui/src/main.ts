import "./look/index.css";
import { effect } from "@preact/signals-core";
import { App } from "./elements/app";
import { pickHost, pickScreens } from "./host/pick";
import { language } from "./i18n/language";
import { hasDecoder, proveCodecs } from "./monitor/codecs";
import { monitors } from "./monitor/monitors";
import type { Codecs } from "./protocol/Codecs";
import { sound } from "./sound/sound";
import { startClock } from "./store/clock";
import { link, receive } from "./store/desk";
import { order, sendOrdersTo } from "./store/orders";
import { openScreensBy } from "./store/screen";
import { ability } from "./store/view";

document.documentElement.lang = language;
document.body.append(new App());

if (hasDecoder()) void open(proveCodecs());
else ability.value = "noDecoder";

async function open(proof: Promise<Codecs>): Promise<void> {
  const host = pickHost();
  sendOrdersTo(host);
  startClock();
  openScreensBy(pickScreens());
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
  sound.start(() => host.monitorUrl());
  // An engine that was restarted has to hear it again.
  effect(() => {
    if (link.value === "up") void order({ type: "report_codecs", codecs });
  });
}
