package io.semlink.deploy.fault;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback whose network misbehaves as told, after Toxiproxy; what is random follows
 * a seed. Toxics act on connections that are open and on those to come, both ways.
 */
// What fails in a write or a close ends the connection, as a fault may.
@SuppressWarnings("FutureReturnValueIgnored")
final class FaultProxy implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Random seeds;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final FaultCounts counts = new FaultCounts();
  private final int port;
  private volatile InetSocketAddress target;
  private volatile List<Toxic> toxics = List.of();
  private volatile @Nullable Channel listener;

  /** Listens on a free port and leads to a port of loopback. */
  FaultProxy(int targetPort, long seed) {
    this.target = new InetSocketAddress(LOOPBACK, targetPort);
    this.seeds = new Random(seed);
    this.port = listen(0);
  }

  private int listen(int wanted) {
    Channel bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel near) {
                    counts.connections.incrementAndGet();
                    ProxiedConnection connection =
                        new ProxiedConnection(FaultProxy.this, near, seeds.nextLong());
                    connections.add(connection);
                    near.closeFuture().addListener(closed -> connections.remove(connection));
                    connection.open(target);
                  }
                })
            .bind(LOOPBACK, wanted)
            .syncUninterruptibly()
            .channel();
    listener = bound;
    return ((InetSocketAddress) bound.localAddress()).getPort();
  }

  int port() {
    return port;
  }

  FaultCounts counts() {
    return counts;
  }

  List<Toxic> toxics() {
    return toxics;
  }

  /** Makes the network misbehave so, instead of as before. */
  void set(Toxic... present) {
    toxics = List.of(present);
    connections.forEach(ProxiedConnection::toxicsChanged);
  }

  /** Lets connections to come lead elsewhere. */
  void retarget(int targetPort) {
    target = new InetSocketAddress(LOOPBACK, targetPort);
  }

  /** Refuses connections and cuts those there are, as a host whose process was killed. */
  void down() {
    Channel open = listener;
    if (open != null) {
      open.close().syncUninterruptibly();
      listener = null;
    }
    reset();
  }

  /** Takes connections again, on the same port. */
  void up() {
    if (listener == null) {
      listen(port);
    }
  }

  /** Cuts all connections by a TCP reset. */
  void reset() {
    connections.forEach(ProxiedConnection::reset);
  }

  @Override
  public void close() {
    down();
    loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
  }
}
