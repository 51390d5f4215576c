package io.semlink.channel.ldpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The structure that TS 38.212, 5.3.2 gives the base graphs. */
final class BaseGraphTest {
  @ParameterizedTest
  @CsvSource({"BG1, 46, 68, 22, 316", "BG2, 42, 52, 10, 197"})
  void hasTheDimensionsOfTheStandard(
      BaseGraph graph, int rows, int columns, int informationColumns, int entries) {
    assertThat(graph.rows()).isEqualTo(rows);
    assertThat(graph.columns()).isEqualTo(columns);
    assertThat(graph.informationColumns()).isEqualTo(informationColumns);
    assertThat(graph.entries()).hasSize(entries);
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreDistinctSortedAndInRange(BaseGraph graph) {
    Set<List<Integer>> places = new HashSet<>();
    int last = -1;
    for (BaseGraph.Entry entry : graph.entries()) {
      assertThat(entry.row()).isBetween(0, graph.rows() - 1);
      assertThat(entry.column()).isBetween(0, graph.columns() - 1);
      assertThat(places.add(List.of(entry.row(), entry.column()))).isTrue();
      int place = entry.row() * graph.columns() + entry.column();
      assertThat(place).isGreaterThan(last);
      last = place;
      assertThat(entry.shifts()).hasSize(8);
      for (int set = 0; set < 8; set++) {
        assertThat(entry.shifts().get(set)).isBetween(0, largestOfSet(set) - 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void coreParitiesFormADoubleDiagonal(BaseGraph graph) {
    int first = graph.informationColumns();
    int middle = graph == BaseGraph.BG1 ? 1 : 2;
    assertThat(core(graph, first)).extracting(BaseGraph.Entry::row).containsExactly(0, middle, 3);
    List<BaseGraph.Entry> ends = core(graph, first);
    assertThat(ends.get(0).shifts()).isEqualTo(ends.get(2).shifts());
    for (int row = 0; row < 3; row++) {
      List<BaseGraph.Entry> diagonal = core(graph, first + 1 + row);
      assertThat(diagonal).extracting(BaseGraph.Entry::row).containsExactly(row, row + 1);
      assertThat(diagonal).allMatch(BaseGraphTest::isIdentity);
    }
  }

  @ParameterizedTest
  @EnumSource
  void extensionParitiesAreAnIdentity(BaseGraph graph) {
    int first = graph.informationColumns();
    for (int row = 4; row < graph.rows(); row++) {
      int column = first + row;
      List<BaseGraph.Entry> own =
          graph.entries().stream().filter(entry -> entry.column() == column).toList();
      assertThat(own).extracting(BaseGraph.Entry::row).containsExactly(row);
      assertThat(own).allMatch(BaseGraphTest::isIdentity);
    }
    assertThat(graph.entries()).noneMatch(entry -> entry.row() < 4 && entry.column() >= first + 4);
  }

  @ParameterizedTest
  @EnumSource
  void rowsHaveTheDegreesOfTheStandard(BaseGraph graph) {
    int[] degrees = new int[graph.rows()];
    graph.entries().forEach(entry -> degrees[entry.row()]++);
    assertThat(IntStream.of(degrees).min()).hasValue(3);
    assertThat(IntStream.of(degrees).max()).hasValue(graph == BaseGraph.BG1 ? 19 : 10);
  }

  @Test
  void thereAre51LiftingSizesInEightSets() {
    int[] sizes = new int[8];
    IntStream.rangeClosed(0, 500)
        .map(LiftingSizes::setOf)
        .filter(set -> set >= 0)
        .forEach(set -> sizes[set]++);
    assertThat(sizes).containsExactly(8, 8, 7, 6, 6, 6, 5, 5);
    assertThat(LiftingSizes.setOf(384)).isEqualTo(1);
    assertThat(LiftingSizes.setOf(240)).isEqualTo(7);
    assertThat(LiftingSizes.setOf(17)).isEqualTo(-1);
  }

  /** TS 38.212, 7.2.2. */
  @ParameterizedTest
  @CsvSource({
    "288, 0.95, BG2",
    "296, 0.67, BG2",
    "296, 0.68, BG1",
    "3824, 0.67, BG2",
    "3824, 0.1, BG2",
    "3832, 0.3, BG1",
    "8424, 0.2, BG1"
  })
  void payloadAndRateChooseTheGraph(int payloadBits, double codeRate, BaseGraph graph) {
    assertThat(BaseGraph.forTransportBlock(payloadBits, codeRate)).isEqualTo(graph);
  }

  /** TS 38.212, 5.2.2: K_b is 22 for base graph 1 and 10, 9, 8 or 6 for base graph 2. */
  @ParameterizedTest
  @CsvSource({
    "BG1, 8448, 384",
    "BG1, 320, 15",
    "BG1, 331, 16",
    "BG2, 3840, 384",
    "BG2, 641, 72",
    "BG2, 640, 72",
    "BG2, 561, 64",
    "BG2, 560, 72",
    "BG2, 193, 26",
    "BG2, 192, 32",
    "BG2, 24, 4"
  })
  void informationBitsChooseTheLiftingSize(BaseGraph graph, int informationBits, int liftingSize) {
    assertThat(graph.liftingSize(informationBits)).isEqualTo(liftingSize);
  }

  private static List<BaseGraph.Entry> core(BaseGraph graph, int column) {
    return graph.entries().stream()
        .filter(entry -> entry.row() < 4 && entry.column() == column)
        .toList();
  }

  private static boolean isIdentity(BaseGraph.Entry entry) {
    return entry.shifts().stream().allMatch(shift -> shift == 0);
  }

  private static int largestOfSet(int set) {
    return IntStream.rangeClosed(2, 384)
        .filter(size -> LiftingSizes.setOf(size) == set)
        .max()
        .orElseThrow();
  }
}
