package io.semlink.chassis;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is left of the present call's time. */
public final class Deadlines {
  private Deadlines() {}

  /** Time left of the present call; negative if it is over, empty if the call has no deadline. */
  public static Optional<Duration> remaining() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(deadline -> Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
  }

  /**
   * Deadline for a call to a peer: the present call's, less a margin in which to answer; but not
   * later than {@code longest} from now, which alone holds if the present call has none.
   */
  public static Deadline forPeer(Duration margin, Duration longest) {
    Duration time =
        remaining()
            .map(left -> left.minus(margin))
            .filter(left -> left.compareTo(longest) < 0)
            .orElse(longest);
    return Deadline.after(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Stops work nobody waits for any more: call it between steps.
   *
   * @throws ServiceException DEADLINE_EXCEEDED if the present call's time is over, CANCELLED if it
   *     was cancelled otherwise
   */
  public static void checkAlive() {
    Context context = Context.current();
    Deadline deadline = context.getDeadline();
    if (deadline != null && deadline.isExpired()) {
      throw ServiceException.deadlineExceeded("the call's deadline came before the result");
    }
    if (context.isCancelled()) {
      throw ServiceException.cancelled("the call was cancelled");
    }
  }
}
