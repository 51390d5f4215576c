package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.semlink.channel.link.Link;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.link.UnknownLinkException;
import io.semlink.channel.v1.WatchStateResponse;
import io.semlink.chassis.RequestScope;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of WatchState. It sends the newest state when the client takes it and the interval has
 * passed; states in between are skipped, so that nothing waits however fast the link changes.
 */
final class StateWatch {
  private final LinkRegistry links;
  private final Link link;
  private final ServerCallStreamObserver<WatchStateResponse> client;
  private final ScheduledExecutorService timer;
  private final Duration interval;

  // All below are guarded by this.
  private boolean changed = true;
  private @Nullable Future<?> timerSet;
  private boolean over;
  private long notBeforeNanos = System.nanoTime();

  private StateWatch(
      LinkRegistry links,
      Link link,
      ServerCallStreamObserver<WatchStateResponse> client,
      ScheduledExecutorService timer,
      Duration interval) {
    this.links = links;
    this.link = link;
    this.client = client;
    this.timer = timer;
    this.interval = interval;
  }

  /** Takes a call up; must run inside the service method. */
  static void start(
      LinkRegistry links,
      Link link,
      ServerCallStreamObserver<WatchStateResponse> client,
      ScheduledExecutorService timer,
      Duration interval) {
    StateWatch watch = new StateWatch(links, link, client, timer, interval);
    client.setOnReadyHandler(watch::pump);
    Runnable leave = link.watch(watch::linkChanged);
    client.setOnCancelHandler(() -> watch.end(leave));
    client.setOnCloseHandler(() -> watch.end(leave));
    watch.pump();
  }

  private synchronized void linkChanged() {
    changed = true;
    pump();
  }

  private synchronized void pump() {
    if (over || !changed || !client.isReady()) {
      return;
    }
    if (links.find(link.name()).filter(found -> found == link).isEmpty()) {
      over = true;
      client.onError(
          new UnknownLinkException(link.name(), links.links().stream().map(Link::name).toList()));
      return;
    }
    long now = System.nanoTime();
    if (now - notBeforeNanos < 0) {
      if (timerSet == null) {
        timerSet =
            timer.schedule(
                RequestScope.wrap(this::intervalPassed),
                notBeforeNanos - now,
                TimeUnit.NANOSECONDS);
      }
      return;
    }
    changed = false;
    notBeforeNanos = now + interval.toNanos();
    client.onNext(
        WatchStateResponse.newBuilder().setState(LinkMessages.state(link.knownState())).build());
  }

  private synchronized void intervalPassed() {
    timerSet = null;
    pump();
  }

  private void end(Runnable leave) {
    leave.run();
    synchronized (this) {
      over = true;
      if (timerSet != null) {
        timerSet.cancel(false);
      }
    }
  }
}
