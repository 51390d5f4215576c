package io.semlink.deploy.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault really happens, seen from a plain socket on either side. */
@Timeout(60)
class FaultProxyTest {
  private static final byte[] HELLO = "hello".getBytes(US_ASCII);

  private final ExecutorService echoes = Executors.newCachedThreadPool();
  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    echoes.submit(
        () -> {
          while (true) {
            Socket connection = server.accept();
            echoes.submit(
                () -> connection.getInputStream().transferTo(connection.getOutputStream()));
          }
        });
    proxy = new FaultProxy(server.getLocalPort(), 1);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
    echoes.shutdownNow();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String echo(Socket socket, byte[] sent) throws IOException {
    socket.getOutputStream().write(sent);
    return new String(socket.getInputStream().readNBytes(sent.length), US_ASCII);
  }

  private Duration echoTime(int bytes) throws IOException {
    try (Socket socket = connect()) {
      long from = System.nanoTime();
      assertThat(echo(socket, new byte[bytes])).hasSize(bytes);
      return Duration.ofNanos(System.nanoTime() - from);
    }
  }

  @Test
  void withoutToxicsBytesPassAsTheyAre() throws Exception {
    try (Socket socket = connect()) {
      assertThat(echo(socket, HELLO)).isEqualTo("hello");
    }
    assertThat(proxy.counts().connections).hasValue(1);
    assertThat(proxy.counts().passedBytes).hasValue(10);
  }

  @Test
  void latencyDelaysEachWay() throws Exception {
    proxy.set(new Toxic.Latency(Duration.ofMillis(60), Duration.ofMillis(10)));
    assertThat(echoTime(5)).isGreaterThan(Duration.ofMillis(2 * 50));
    assertThat(proxy.counts().delayedPieces.get()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void bandwidthBoundsTheRate() throws Exception {
    proxy.set(new Toxic.Bandwidth(100_000));
    assertThat(echoTime(20_000)).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void resetPeerCutsOpenAndNewConnectionsByAReset() throws Exception {
    try (Socket open = connect()) {
      assertThat(echo(open, HELLO)).isEqualTo("hello");
      proxy.set(new Toxic.ResetPeer(Duration.ofMillis(20)));
      assertThatThrownBy(() -> open.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      try (Socket fresh = connect()) {
        assertThatThrownBy(() -> fresh.getInputStream().read()).isInstanceOf(SocketException.class);
      }
    }
    assertThat(proxy.counts().resets).hasValue(2);
  }

  @Test
  void timeoutSwallowsAndKeepsTheConnection() throws Exception {
    try (Socket socket = connect()) {
      assertThat(echo(socket, HELLO)).isEqualTo("hello");
      proxy.set(new Toxic.Timeout());
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> echo(socket, HELLO)).isInstanceOf(SocketTimeoutException.class);
      assertThat(proxy.counts().swallowedBytes).hasValue(HELLO.length);
      proxy.set();
      socket.setSoTimeout(10_000);
      assertThat(echo(socket, HELLO)).isEqualTo("hello");
    }
  }

  @Test
  void slicerPassesSmallPieces() throws Exception {
    proxy.set(new Toxic.Slicer(10, 5, Duration.ofMillis(1)));
    try (Socket socket = connect()) {
      assertThat(echo(socket, "x".repeat(1000).getBytes(US_ASCII))).isEqualTo("x".repeat(1000));
    }
    assertThat(proxy.counts().slicedPieces.get()).isGreaterThan(2 * 1000 / 15);
  }

  @Test
  void limitDataClosesAfterSoManyBytes() throws Exception {
    proxy.set(new Toxic.LimitData(7));
    try (Socket socket = connect()) {
      socket.getOutputStream().write("0123456789".getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.readAllBytes().length).isLessThanOrEqualTo(7);
    }
    assertThat(proxy.counts().limited.get()).isPositive();
  }

  @Test
  void slowCloseKeepsTheFarSideOpenForAWhile() throws Exception {
    proxy.set(new Toxic.SlowClose(Duration.ofMillis(150)));
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      proxy.retarget(plain.getLocalPort());
      Socket near = connect();
      try (Socket far = plain.accept()) {
        far.setSoTimeout(10_000);
        near.getOutputStream().write(1);
        assertThat(far.getInputStream().read()).isEqualTo(1);
        long from = System.nanoTime();
        near.close();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        assertThat(Duration.ofNanos(System.nanoTime() - from))
            .isGreaterThan(Duration.ofMillis(140));
      }
    }
    assertThat(proxy.counts().slowCloses).hasValue(1);
  }

  @Test
  void downRefusesAndUpTakesAgainOnTheSamePort() throws Exception {
    int port = proxy.port();
    Socket open = connect();
    assertThat(echo(open, HELLO)).isEqualTo("hello");
    proxy.down();
    assertThatThrownBy(() -> open.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    proxy.up();
    assertThat(proxy.port()).isEqualTo(port);
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(echo(connect(), HELLO)).isEqualTo("hello"));
  }
}
