package io.semlink.deploy.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: two pipes. All of it happens on one event loop. */
// What fails in a write or a close ends the connection, as a fault may.
@SuppressWarnings("FutureReturnValueIgnored")
final class ProxiedConnection {
  private final FaultProxy proxy;
  private final Channel near;
  private final EventLoop loop;
  private final Random random;
  private @Nullable Channel far;
  private boolean over;

  ProxiedConnection(FaultProxy proxy, Channel near, long seed) {
    this.proxy = proxy;
    this.near = near;
    this.loop = near.eventLoop();
    this.random = new Random(seed);
  }

  /** Connects to the target and begins to pass bytes. */
  void open(InetSocketAddress target) {
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {}
            })
        .connect(target)
        .addListener(
            connected -> {
              if (connected.isSuccess() && near.isActive()) {
                begin(((io.netty.channel.ChannelFuture) connected).channel());
              } else {
                proxy.counts().refused.incrementAndGet();
                over = true;
                near.close();
              }
            });
  }

  private void begin(Channel target) {
    far = target;
    near.pipeline().addLast(new Pipe(this, near, target));
    target.pipeline().addLast(new Pipe(this, target, near));
    toxicsChanged();
    near.config().setAutoRead(true);
    target.config().setAutoRead(true);
  }

  FaultProxy proxy() {
    return proxy;
  }

  Random random() {
    return random;
  }

  /** Takes up toxics that act without any bytes passing. */
  void toxicsChanged() {
    for (Toxic toxic : proxy.toxics()) {
      if (toxic instanceof Toxic.ResetPeer reset) {
        loop.schedule(
            () -> {
              if (proxy.toxics().contains(reset)) {
                reset();
              }
            },
            reset.after().toNanos(),
            TimeUnit.NANOSECONDS);
      }
    }
  }

  /** One side was closed: so is the other, when the toxics let it. */
  void sideClosed(Channel other) {
    if (over) {
      return;
    }
    over = true;
    for (Toxic toxic : proxy.toxics()) {
      if (toxic instanceof Toxic.SlowClose slow) {
        proxy.counts().slowCloses.incrementAndGet();
        loop.schedule(() -> other.close(), slow.delay().toNanos(), TimeUnit.NANOSECONDS);
        return;
      }
    }
    other.close();
  }

  /** Ends the connection by a TCP reset on both sides. */
  void reset() {
    loop.execute(
        () -> {
          if (!over) {
            over = true;
            proxy.counts().resets.incrementAndGet();
            cut(near);
            if (far != null) {
              cut(far);
            }
          }
        });
  }

  private static void cut(Channel side) {
    // Closing a socket that lingers for no time sends a reset instead of an end.
    side.config().setOption(ChannelOption.SO_LINGER, 0);
    side.close();
  }
}
