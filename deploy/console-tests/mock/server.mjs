// A small server that speaks the console's HTTP contract, with states that tests put it into.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { link, presets, serviceState } from "./messages.mjs";
import { picture } from "./png.mjs";

const PAGE = fileURLToPath(new URL("../../../transmitter/src/main/resources/io/semlink/transmitter/console/", import.meta.url));
const TYPES = { html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8", svg: "image/svg+xml", woff2: "font/woff2", txt: "text/plain; charset=utf-8" };

export class MockTransmitter {
  constructor() {
    this.state = serviceState();
    this.photos = [];
    this.points = [];
    this.links = { links: [link()], presets };
    this.received = []; // what changing requests brought: {method, path, query, body}
    this.answers = []; // answers to the next POST /api/photos instead of the usual one: {status, body}
    this.linkAnswers = []; // the same for PATCH
    this.holding = null; // a promise that POST /api/photos waits for
    this.silent = false; // take the stream but say nothing
    this.refusing = false; // answer the stream with 503
    this.streams = new Set();
    this.sockets = new Set();
    this.count = 0;
  }

  async start(port = 0) {
    this.server = createServer((request, response) => this.handle(request, response).catch((error) => response.destroy(error)));
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    await new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}/`;
    return this;
  }

  /** Ends all connections and takes no more, as if the process had died. */
  async stop() {
    this.streams.clear();
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Tells all viewers. */
  send(kind, content) {
    for (const stream of this.streams) {
      stream.write(`event: ${kind}\ndata: ${JSON.stringify(content)}\n\n`);
    }
  }

  setState(patch) {
    this.state = { ...this.state, ...patch };
    this.send("state", this.state);
  }

  setPeer(name, patch) {
    this.setState({ peers: this.state.peers.map((peer) => (peer.name === name ? { ...peer, ...patch } : peer)) });
  }

  setLinks(links) {
    this.links = links;
    this.send("links", links);
  }

  /** Adds a photo or puts another in its place, and tells. */
  setPhoto(photo, point = null) {
    this.photos = [photo, ...this.photos.filter((other) => other.id !== photo.id)];
    this.send("photo", photo);
    if (point) {
      this.points.push(point);
      this.send("point", point);
    }
  }

  async handle(request, response) {
    const url = new URL(request.url, this.url);
    response.setHeader("Content-Security-Policy", "default-src 'self'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    const path = decodeURIComponent(url.pathname);
    if (!path.startsWith("/api/")) {
      return this.file(path === "/" ? "index.html" : path.replace(/^\/console\//, ""), response);
    }
    if (path === "/api/events") {
      return this.events(response);
    }
    const shown = /^\/api\/photos\/(.+)\/(\w+)\.png$/.exec(path);
    if (request.method === "GET" && shown) {
      const png = picture(shown[2]);
      response.writeHead(png ? 200 : 404, { "Content-Type": png ? "image/png" : "application/json" });
      return response.end(png ?? "{}");
    }
    return this.change(request, response, url, path);
  }

  async file(name, response) {
    const type = TYPES[name.split(".").pop()];
    const content = type && /^[\w.-]+$/.test(name) ? await readFile(PAGE + name).catch(() => null) : null;
    response.writeHead(content ? 200 : 404, { "Content-Type": content ? type : "text/plain" });
    response.end(content ?? "not found");
  }

  events(response) {
    if (this.refusing) {
      response.writeHead(503, { "Content-Type": "application/json" });
      return response.end(JSON.stringify({ error: { code: "UNAVAILABLE", reason: "", message: "too many viewers" } }));
    }
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write("retry: 2000\n\n");
    if (this.silent) {
      return;
    }
    this.streams.add(response);
    response.on("close", () => this.streams.delete(response));
    const first = { state: this.state, photos: { photos: this.photos }, history: { points: this.points }, links: this.links };
    for (const [kind, content] of Object.entries(first)) {
      response.write(`event: ${kind}\ndata: ${JSON.stringify(content)}\n\n`);
    }
  }

  async change(request, response, url, path) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const answer = (status, content) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(content));
    };
    if (request.headers["x-semlink-console"] !== "1" || this.state.mode === "view") {
      return answer(403, { error: { code: "PERMISSION_DENIED", reason: "", message: "not allowed" } });
    }
    this.received.push({ method: request.method, path, query: Object.fromEntries(url.searchParams), type: request.headers["content-type"], body });
    if (request.method === "POST" && path === "/api/photos") {
      await this.holding;
      const special = this.answers.shift();
      if (special) {
        return answer(special.status, special.body);
      }
      const photo = { id: `request-${++this.count}`, source: "console", state: "queued", accepted_at: new Date(Date.parse("2026-11-21T19:02:00Z") + 1000 * this.count).toISOString(), finished_at: null, link: url.searchParams.get("link") ?? "default", stage: null, step: null, cancellable: true, decided: null, sent: null, report: null, error: null, pictures: {} };
      this.setPhoto(photo);
      return answer(202, photo);
    }
    if (request.method === "DELETE") {
      const photo = this.photos.find((one) => one.id === path.split("/").pop());
      if (!photo) {
        return answer(404, { error: { code: "NOT_FOUND", reason: "", message: "no such photo" } });
      }
      const cancelled = { ...photo, state: "cancelled", cancellable: false, error: { code: "CANCELLED", reason: "", message: "cancelled by the operator", retry_after_ms: null } };
      this.setPhoto(cancelled, { at: photo.accepted_at, id: photo.id, gvif: null, snr_db: null, alpha: null, operating_point: null, total_ms: 200, air_ms: null, deadline_ms: null, outage: false, outcome: "cancelled" });
      return answer(202, cancelled);
    }
    const name = path.split("/")[3];
    const special = this.linkAnswers.shift();
    if (special) {
      return answer(special.status, special.body);
    }
    let changed = link(name);
    if (request.method === "PATCH") {
      const patch = JSON.parse(body.toString());
      changed = link(name, patch.snr_db ?? this.links.links[0].config.snr_db);
      changed.config = { ...changed.config, ...patch, fading: { ...changed.config.fading, ...patch.fading }, state_information: { ...changed.config.state_information, ...patch.state_information } };
    } else {
      changed.figures = { transmissions: "0", outages: "0", sent_bits: "0", delivered_bits: "0", air_time: "0s", blocks: "0" };
    }
    this.setLinks({ ...this.links, links: [changed] });
    return answer(200, changed);
  }
}
