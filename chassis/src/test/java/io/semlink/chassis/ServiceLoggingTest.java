package io.semlink.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServiceLoggingTest {
  @Test
  void servicesLogOneJsonObjectALineWithTheRequest() throws Exception {
    PrintStream original = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    RequestScope scope = RequestScope.fresh();
    try {
      System.setOut(new PrintStream(captured, true, UTF_8));
      ServiceLogging.json("INFO");
      RequestScope.with(
          scope,
          () -> {
            LoggerFactory.getLogger("io.semlink.test").info("sent {} bits", 14_110);
            LoggerFactory.getLogger("io.semlink.test").debug("not shown");
            LoggerFactory.getLogger("some.library").info("not shown");
            return 0;
          });
    } finally {
      System.setOut(original);
      ServiceLogging.human("WARN");
    }
    String[] lines = captured.toString(UTF_8).strip().split("\n");
    assertThat(lines).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(lines[0]);
    assertThat(line.get("level").asText()).isEqualTo("INFO");
    assertThat(line.get("formattedMessage").asText()).isEqualTo("sent 14110 bits");
    assertThat(line.get("mdc").get("request_id").asText()).isEqualTo(scope.requestId());
    assertThat(line.get("mdc").get("trace_id").asText()).isEqualTo(scope.trace().traceId());
  }
}
