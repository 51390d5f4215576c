// Starts the page: the store, its components, and the stream of events that feeds them.

import { listen } from "./api.js";
import { createStore } from "./store.js";
import { reduce, initial } from "./events.js";
import { startAnnouncer } from "./announcer.js";
import { startCharts } from "./charts.js";
import { startFigures } from "./figures.js";
import { startLedger } from "./ledger.js";
import { startLink } from "./link.js";
import { startPeers } from "./peers.js";
import { startRequests } from "./requests.js";
import { startSend } from "./send.js";
import { startStrip } from "./strip.js";
import { startTheme } from "./theme.js";
import { startViewer } from "./viewer.js";
import { startWaterfall } from "./waterfall.js";

const store = createStore(initial());
const redraw = startCharts(store);
startTheme(redraw);
startPeers(store);
startSend(store);
startRequests(store);
startLink(store);
startStrip(store);
startViewer(store);
startFigures(store);
startWaterfall(store);
startLedger(store);
startAnnouncer(store);

listen(
  (kind, content) => store.set(reduce(store.get(), kind, content)),
  (connection) => {
    if (store.get().connection !== connection) {
      store.set({ connection });
    }
  },
);
