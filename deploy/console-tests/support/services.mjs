// A link of three processes, as an operator would start them, to kill and to start again.

import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const LOGS = fileURLToPath(new URL("../target/", import.meta.url));
const START_MILLIS = 180_000;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One service, which keeps its ports when it is started again. */
export class Service {
  constructor(name, port, adminPort, more) {
    this.name = name;
    this.port = port;
    this.adminPort = adminPort;
    this.more = more;
  }

  start() {
    mkdirSync(LOGS, { recursive: true });
    const log = createWriteStream(`${LOGS}${this.name}.log`, { flags: "a" });
    const options = ["--port", this.port, "--admin-port", this.adminPort, "--drain-timeout", "2s", ...this.more];
    this.process = spawn("./semlink", [this.name, ...options.map(String)], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout.pipe(log, { end: false });
    this.process.stderr.pipe(log, { end: false });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    return this;
  }

  /** Waits until it serves. */
  async ready() {
    const until = Date.now() + START_MILLIS;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${this.adminPort}/readyz`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) {
        return this;
      }
      if (this.process.exitCode !== null || Date.now() > until) {
        throw new Error(`${this.name} does not serve; see ${LOGS}${this.name}.log`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends it at once, without a farewell. */
  async kill() {
    this.process?.kill("SIGKILL");
    await this.ended;
  }
}

/** Starts receiver, channel simulator and transmitter on free ports, and waits until all serve. */
export async function startLink() {
  const ports = await Promise.all(Array.from({ length: 6 }, freePort));
  const receiver = new Service("receiver", ports[0], ports[1], []);
  const channel = new Service("channel-sim", ports[2], ports[3], ["--receiver", `127.0.0.1:${ports[0]}`, "--snr-db", "10"]);
  const transmitter = new Service("transmitter", ports[4], ports[5], ["--channel", `127.0.0.1:${ports[2]}`]);
  const all = [receiver, channel, transmitter];
  all.forEach((service) => service.start());
  try {
    await Promise.all(all.map((service) => service.ready()));
  } catch (error) {
    await Promise.all(all.map((service) => service.kill()));
    throw error;
  }
  return { receiver, channel, transmitter, url: `http://127.0.0.1:${transmitter.adminPort}/`, stop: () => Promise.all(all.map((service) => service.kill())) };
}
