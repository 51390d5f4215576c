package io.semlink.deploy.container;

/** The three services: names, ports, memory. */
enum ServiceKind {
  RECEIVER("receiver", 7403, 8403, 2048),
  CHANNEL("channel-sim", 7402, 8402, 320),
  TRANSMITTER("transmitter", 7401, 8401, 3072);

  private static final long MEBIBYTE = 1 << 20;

  private final String label;
  private final int port;
  private final int adminPort;
  private final long memoryMebibytes;

  ServiceKind(String label, int port, int adminPort, long memoryMebibytes) {
    this.label = label;
    this.port = port;
    this.adminPort = adminPort;
    this.memoryMebibytes = memoryMebibytes;
  }

  /** Name of the service in networks and of its image. */
  String label() {
    return label;
  }

  /** Port of gRPC inside the container. */
  int port() {
    return port;
  }

  /** Port of the admin server inside the container. */
  int adminPort() {
    return adminPort;
  }

  /** Memory the container may use, the same as in compose.yaml. */
  long memoryBytes() {
    return memoryMebibytes * MEBIBYTE;
  }
}
