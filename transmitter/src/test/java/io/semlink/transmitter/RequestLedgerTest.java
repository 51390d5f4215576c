package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestLedgerTest {
  private static final TransmitOptions OPTIONS = TransmitOptions.newBuilder().setSeed(7).build();
  private static final byte[] PHOTO = {1, 2, 3};
  private static final TransmissionReport REPORT =
      TransmissionReport.newBuilder().setAttempts(1).build();

  private Instant now = Instant.EPOCH;
  private final RequestLedger ledger = new RequestLedger(() -> now);

  private RequestLedger.Claim claim(String id) {
    return ledger.claim(id, Optional.of(OPTIONS));
  }

  private void succeed(String id) {
    RequestLedger.Claim claim = claim(id);
    assertThat(claim.photo(PHOTO)).isEmpty();
    claim.succeeded(REPORT);
  }

  @Test
  void aRequestUnderWayIsNotTakenUpTwice() {
    RequestLedger.Claim first = claim("a");
    assertThatThrownBy(() -> claim("a"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.ALREADY_EXISTS);
              assertThat(e.reason()).isEqualTo("REQUEST_UNDER_WAY");
              assertThat(e.retryAfter()).isPresent();
            });
    claim("b").close();
    first.close();
    RequestLedger.Claim again = claim("a");
    first.close();
    assertThatThrownBy(() -> claim("a")).as("only its own claim ends it").isNotNull();
    assertThat(again.isRepeated()).as("one that failed is as if new").isFalse();
  }

  @Test
  void aRequestThatEndedWellIsAnsweredWithItsReport() {
    succeed("a");
    RequestLedger.Claim again = claim("a");
    assertThat(again.isRepeated()).isTrue();
    assertThat(again.photo(PHOTO.clone())).contains(REPORT);
    again.close();
    assertThat(claim("a").isRepeated()).as("any number of times").isTrue();
  }

  @Test
  void anIdentifierIsNotThatOfOtherContent() {
    succeed("a");
    TransmitOptions other = OPTIONS.toBuilder().setSeed(8).build();
    assertThatThrownBy(() -> ledger.claim("a", Optional.of(other)))
        .isInstanceOfSatisfying(ServiceException.class, RequestLedgerTest::isReuse);
    RequestLedger.Claim again = claim("a");
    assertThatThrownBy(() -> again.photo(new byte[] {1, 2, 4}))
        .isInstanceOfSatisfying(ServiceException.class, RequestLedgerTest::isReuse);
  }

  private static void isReuse(ServiceException e) {
    assertThat(e.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(e.reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void memoryIsBoundedInTimeAndNumber() {
    succeed("old");
    now = now.plus(RequestLedger.MEMORY).minusMillis(1);
    assertThat(claimAndClose("old").isRepeated()).isTrue();
    now = now.plusMillis(1);
    assertThat(claimAndClose("old").isRepeated()).isFalse();
    for (int i = 0; i <= RequestLedger.MAX_REPORTS; i++) {
      succeed("id-" + i);
    }
    assertThat(ledger.size()).isEqualTo(RequestLedger.MAX_REPORTS);
    assertThat(claimAndClose("id-0").isRepeated()).isFalse();
    assertThat(claimAndClose("id-1").isRepeated()).isTrue();
  }

  private RequestLedger.Claim claimAndClose(String id) {
    RequestLedger.Claim claim = claim(id);
    claim.close();
    return claim;
  }

  @Test
  void whatNobodyCanAskForAgainIsNotKept() {
    RequestLedger.Claim claim = ledger.claim("made-up", Optional.empty());
    assertThat(claim.photo(PHOTO)).isEmpty();
    claim.succeeded(REPORT);
    assertThat(ledger.size()).isZero();
  }
}
