package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.semlink.channel.v1.GetLinkStateRequest;
import io.semlink.channel.v1.WatchStateRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ErrorsOnTheWireTest {
  @Test
  void wrongFieldsArriveByName() throws Exception {
    ErrorDetails details =
        thrown(
            () ->
                ServiceException.invalidArgument(
                    "INVALID_FIELD",
                    List.of(
                        new ServiceException.FieldViolation("options.latency_limit", "is negative"),
                        new ServiceException.FieldViolation("options.scheme", "is unknown"))));
    assertThat(details.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(details.reason()).isEqualTo("INVALID_FIELD");
    assertThat(details.message())
        .isEqualTo("options.latency_limit: is negative; options.scheme: is unknown");
    assertThat(details.violations())
        .extracting(ServiceException.FieldViolation::field)
        .containsExactly("options.latency_limit", "options.scheme");
  }

  @Test
  void theTimeToTryAgainArrives() throws Exception {
    Duration retryAfter = Duration.ofMillis(1250);
    ErrorDetails details =
        thrown(() -> ServiceException.resourceExhausted("QUEUE_FULL", "full", retryAfter));
    assertThat(details.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(details.retryAfter()).contains(retryAfter);
  }

  @Test
  void factsOfTheReasonArrive() throws Exception {
    Map<String, String> fingerprints = Map.of("expected", "aa", "found", "bb");
    ErrorDetails details =
        thrown(
            () ->
                ServiceException.failedPrecondition(
                    "BUNDLE_MISMATCH", "other models", fingerprints));
    assertThat(details.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(details.metadata()).isEqualTo(fingerprints);
  }

  @Test
  void libraryExceptionsAreTranslatedAlsoAsACause() throws Exception {
    ErrorDetails direct = thrown(() -> new NumberFormatException("secret"));
    ErrorDetails wrapped =
        thrown(() -> new IllegalStateException(new NumberFormatException("secret")));
    assertThat(direct).isEqualTo(wrapped);
    assertThat(direct.code()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(direct.metadata()).containsEntry("offset_bytes", "7");
  }

  @Test
  void whatNobodyKnowsTellsNothing() throws Exception {
    ErrorDetails details = thrown(() -> new IllegalStateException("password is 1234"));
    assertThat(details.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(details.message()).doesNotContain("1234").contains("internal error");
  }

  @Test
  void errorsHandedToTheObserverAreMappedToo() throws Exception {
    EchoChannel echo =
        new EchoChannel(
            request -> "a",
            observer -> observer.onError(ServiceException.invalidArgument("name", "is empty")));
    try (TestService service = new TestService(echo)) {
      Throwable error =
          catchThrowable(
              () -> service.stub().watchState(WatchStateRequest.getDefaultInstance()).next());
      assertThat(ErrorDetails.of(error).violations()).hasSize(1);
      assertThat(service.http("/metrics").body())
          .contains(
              "semlink_requests_total{outcome=\"error\",reason=\"INVALID_FIELD\",service=\"channel\"} 1");
    }
  }

  private static ErrorDetails thrown(Supplier<RuntimeException> error) throws Exception {
    EchoChannel echo =
        new EchoChannel(
            request -> {
              throw error.get();
            });
    try (TestService service = new TestService(echo)) {
      Throwable caught =
          catchThrowable(
              () -> service.stub().getLinkState(GetLinkStateRequest.getDefaultInstance()));
      return ErrorDetails.of(caught);
    }
  }
}
