package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestAttemptsTest {
  private final LatestAttempts attempts = new LatestAttempts();
  private final List<ServiceException> ends = new ArrayList<>();

  @Test
  void aLaterAttemptEndsTheEarlierOneAndNoOther() {
    LatestAttempts.Lease first = attempts.enter("a", 0, ends::add);
    attempts.enter("b", 0, ends::add);
    LatestAttempts.Lease second = attempts.enter("a", 1, error -> {});
    assertThat(ends)
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.code()).isEqualTo(Status.Code.ABORTED);
              assertThat(end.reason()).isEqualTo("SUPERSEDED");
            });
    first.close();
    assertThatThrownBy(() -> attempts.enter("a", 0, ends::add))
        .as("an earlier one that comes later")
        .isInstanceOf(ServiceException.class);
    second.close();
    attempts.enter("a", 0, ends::add).close();
    assertThat(attempts.size()).as("those of b").isEqualTo(1);
  }

  @Test
  void equalAttemptsAreRequestsOfTheirOwn() {
    attempts.enter("a", 2, ends::add);
    attempts.enter("a", 2, ends::add);
    assertThat(ends).isEmpty();
  }
}
