package io.semlink.deploy.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** One way of a connection: takes bytes from one side and gives them to the other when due. */
// What fails in a write or a close ends the connection, as a fault may.
@SuppressWarnings("FutureReturnValueIgnored")
final class Pipe extends ChannelInboundHandlerAdapter {
  /** Bytes that wait before no more are read. */
  private static final long MAX_WAITING = 256 << 10;

  private final ProxiedConnection connection;
  private final Channel from;
  private final Channel to;
  private final Deque<Piece> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long passed;
  private long lastDue = System.nanoTime();
  private boolean sourceClosed;
  private boolean pumping;

  private record Piece(ByteBuf bytes, long due) {}

  Pipe(ProxiedConnection connection, Channel from, Channel to) {
    this.connection = connection;
    this.from = from;
    this.to = to;
  }

  private FaultCounts counts() {
    return connection.proxy().counts();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int pieceBytes = Math.max(1, bytes.readableBytes());
    long pauseNanos = 0;
    long limit = Long.MAX_VALUE;
    for (Toxic toxic : connection.proxy().toxics()) {
      if (toxic instanceof Toxic.Timeout) {
        counts().swallowedBytes.addAndGet(bytes.readableBytes());
        bytes.release();
        return;
      } else if (toxic instanceof Toxic.Slicer slicer) {
        pieceBytes = slicer.averageBytes();
        pauseNanos = slicer.pause().toNanos();
      } else if (toxic instanceof Toxic.LimitData limited) {
        limit = limited.bytes();
      }
    }
    while (bytes.isReadable() && passed < limit) {
      int size = (int) Math.min(Math.min(bytes.readableBytes(), vary(pieceBytes)), limit - passed);
      passed += size;
      long due = due(size) + (bytes.readableBytes() > size ? pauseNanos : 0);
      lastDue = due;
      waitingBytes += size;
      waiting.add(new Piece(bytes.readRetainedSlice(size), due));
      if (pauseNanos > 0) {
        counts().slicedPieces.incrementAndGet();
      }
    }
    bytes.release();
    if (passed >= limit) {
      counts().limited.incrementAndGet();
      sourceClosed = true;
    }
    from.config().setAutoRead(waitingBytes < MAX_WAITING);
    pump();
  }

  private int vary(int size) {
    for (Toxic toxic : connection.proxy().toxics()) {
      if (toxic instanceof Toxic.Slicer slicer && slicer.variation() > 0) {
        int change = connection.random().nextInt(2 * slicer.variation() + 1) - slicer.variation();
        return Math.max(1, size + change);
      }
    }
    return size;
  }

  /** When a piece may leave: after those before it, later by what the toxics ask. */
  private long due(int size) {
    long due = System.nanoTime();
    long transfer = 0;
    for (Toxic toxic : connection.proxy().toxics()) {
      if (toxic instanceof Toxic.Latency latency) {
        long jitter = latency.jitter().toNanos();
        due += latency.delay().toNanos();
        due += jitter == 0 ? 0 : connection.random().nextLong(-jitter, jitter + 1);
        counts().delayedPieces.incrementAndGet();
      } else if (toxic instanceof Toxic.Bandwidth bandwidth) {
        transfer = size * 1_000_000_000L / bandwidth.bytesPerSecond();
      }
    }
    return Math.max(due, lastDue) + transfer;
  }

  private void pump() {
    boolean wrote = false;
    while (!waiting.isEmpty() && waiting.element().due() - System.nanoTime() <= 0) {
      Piece piece = waiting.remove();
      int size = piece.bytes().readableBytes();
      waitingBytes -= size;
      counts().passedBytes.addAndGet(size);
      to.writeAndFlush(piece.bytes());
      wrote = true;
    }
    if (!waiting.isEmpty() && !pumping) {
      pumping = true;
      long wait = Math.max(1, waiting.element().due() - System.nanoTime());
      from.eventLoop()
          .schedule(
              () -> {
                pumping = false;
                pump();
              },
              wait,
              TimeUnit.NANOSECONDS);
    } else if (waiting.isEmpty() && sourceClosed) {
      end();
    }
    if (wrote && from.isActive()) {
      from.config().setAutoRead(waitingBytes < MAX_WAITING);
    }
  }

  private void end() {
    connection.sideClosed(to);
    from.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    sourceClosed = true;
    if (waiting.isEmpty()) {
      connection.sideClosed(to);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    connection.reset();
  }
}
