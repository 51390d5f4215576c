package io.semlink.deploy.observe;

import java.util.ArrayList;
import java.util.List;

/** Takes conditions apart, for a condition yields nothing while all is well. */
final class PromQl {
  private static final String COMPARISON = "\\s*(==|!=|<=|>=|<|>)\\s*[0-9.]+(\\s*\\*\\s*[0-9.]+)?$";
  private static final List<String> SET_OPERATORS = List.of(" and ", " or ", " unless ");
  private static final String ABSENT = "absent";

  private PromQl() {}

  /**
   * What a condition asks about, without what it compares it to: {@code (a > 1 and b == 0) or
   * absent(c)} is {@code a}, {@code b}, {@code c}.
   */
  static List<String> operands(String condition) {
    String bare = withoutParentheses(condition.strip());
    List<String> parts = splitAtTop(bare);
    if (parts.size() > 1) {
      return parts.stream().flatMap(part -> operands(part).stream()).toList();
    }
    String value = bare.replaceAll(COMPARISON, "");
    return List.of(
        value.startsWith(ABSENT + "(")
            ? withoutParentheses(value.substring(ABSENT.length()))
            : value);
  }

  private static List<String> splitAtTop(String condition) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < condition.length(); at++) {
      int here = at;
      depth += depthChange(condition.charAt(at));
      if (depth == 0) {
        for (String operator : SET_OPERATORS) {
          if (condition.startsWith(operator, here)) {
            parts.add(condition.substring(from, here));
            from = here + operator.length();
          }
        }
      }
    }
    parts.add(condition.substring(from));
    return parts;
  }

  private static String withoutParentheses(String text) {
    if (!text.startsWith("(") || !text.endsWith(")")) {
      return text;
    }
    int depth = 0;
    for (int at = 0; at < text.length() - 1; at++) {
      depth += depthChange(text.charAt(at));
      if (depth == 0) {
        return text;
      }
    }
    return text.substring(1, text.length() - 1).strip();
  }

  private static int depthChange(char each) {
    return each == '(' ? 1 : each == ')' ? -1 : 0;
  }
}
