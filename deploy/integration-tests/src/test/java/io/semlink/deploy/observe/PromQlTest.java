package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PromQlTest {
  @Test
  void conditionsAreTakenApart() {
    assertThat(PromQl.operands("up == 0")).containsExactly("up");
    assertThat(PromQl.operands("a / b > 0.8")).containsExactly("a / b");
    assertThat(PromQl.operands("(a > 14.4 * 0.01 and b > 14.4 * 0.01) or (c > 6 * 0.01)"))
        .containsExactly("a", "b", "c");
    assertThat(PromQl.operands("absent(a{b=\"c\"}) or absent(d)"))
        .containsExactly("a{b=\"c\"}", "d");
    assertThat(PromQl.operands("(sum(a) or vector(0)) / (sum(b)) < 1"))
        .containsExactly("(sum(a) or vector(0)) / (sum(b))");
  }
}
