package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.semlink.channel.link.Link;
import io.semlink.channel.link.Recorder;
import io.semlink.channel.link.Recording;
import io.semlink.channel.v1.RecordLinkResponse;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * One call of RecordLink: sends the blocks of a link as they are first used, until there are enough
 * or the link is reset or deleted.
 */
final class RecordStream implements Recorder {
  /** Blocks that wait for a slow client at most; then its recording has a gap and must end. */
  private static final int MAX_WAITING = 65_536;

  /** Blocks per message, some 20 KiB. */
  private static final int BATCH = 256;

  private final ServerCallStreamObserver<RecordLinkResponse> client;
  private final Runnable resume;
  private final Executor executor;
  private final long maxBlocks;

  // All below are guarded by this.
  private final Deque<Recording.Entry> waiting = new ArrayDeque<>();
  private long recorded;
  private boolean ended;
  private boolean resumeSet;
  private boolean overrun;
  private boolean over;

  private RecordStream(
      long maxBlocks, ServerCallStreamObserver<RecordLinkResponse> client, Executor executor) {
    this.maxBlocks = maxBlocks;
    this.client = client;
    this.executor = executor;
    this.resume = RequestScope.wrap(this::pump);
  }

  /**
   * Takes a call up; must run inside the service method.
   *
   * @param maxBlocks how many to send; 0 until the call is cancelled
   * @param executor sends what links have noted
   */
  static void start(
      Link link,
      long maxBlocks,
      ServerCallStreamObserver<RecordLinkResponse> client,
      Executor executor) {
    RecordStream stream = new RecordStream(maxBlocks, client, executor);
    client.setOnReadyHandler(stream::pump);
    io.semlink.channel.v1.LinkConfig settings = SettingsWriter.config(link.snapshot().config());
    Runnable leave = stream.begin(link, settings);
    client.setOnCancelHandler(() -> stream.end(leave));
    client.setOnCloseHandler(() -> stream.end(leave));
  }

  /** Hears of blocks from before the client has the settings, so that it misses none. */
  private synchronized Runnable begin(Link link, io.semlink.channel.v1.LinkConfig settings) {
    Runnable leave = link.record(this);
    client.onNext(RecordLinkResponse.newBuilder().setConfig(settings).build());
    return leave;
  }

  @Override
  public synchronized void used(Recording.Entry entry) {
    if (over || overrun || ended) {
      return;
    }
    if (waiting.size() == MAX_WAITING) {
      overrun = true;
    } else {
      waiting.add(entry);
      recorded++;
      ended = recorded == maxBlocks;
    }
    resumeSoon();
  }

  @Override
  public synchronized void ended() {
    ended = true;
    resumeSoon();
  }

  /** Sends on another thread: the link's monitor is held here. */
  private void resumeSoon() {
    if (!resumeSet && !over) {
      resumeSet = true;
      executor.execute(resume);
    }
  }

  private synchronized void pump() {
    resumeSet = false;
    while (!over && client.isReady() && !waiting.isEmpty()) {
      RecordLinkResponse.Builder batch = RecordLinkResponse.newBuilder();
      while (batch.getBlocksCount() < BATCH && !waiting.isEmpty()) {
        batch.addBlocks(RecordedBlocks.toProto(waiting.remove()));
      }
      client.onNext(batch.build());
    }
    if (over || !waiting.isEmpty()) {
      return;
    }
    if (overrun) {
      over = true;
      client.onError(
          ServiceException.tooLarge(
                  "the recorder is %d blocks behind the link".formatted(MAX_WAITING), MAX_WAITING)
              .toStatusException());
    } else if (ended) {
      over = true;
      client.onCompleted();
    }
  }

  private void end(Runnable leave) {
    leave.run();
    synchronized (this) {
      over = true;
      waiting.clear();
    }
  }
}
