package io.semlink.channel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "io.semlink.channel.air",
              "io.semlink.channel.ldpc",
              "io.semlink.channel.link",
              "io.semlink.channel.modem",
              "io.semlink.channel.physics",
              "io.semlink.channel.service");

  @Test
  void physicsAndLinksKnowNoNetwork() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.semlink.channel.service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.grpc..",
            "com.google.protobuf..",
            "io.semlink.chassis..",
            "io.semlink.link.v1..",
            "io.semlink.channel.v1..",
            "io.semlink.channel.service..")
        .check(CLASSES);
  }

  @Test
  void physicsKnowsNoLinks() {
    noClasses()
        .that()
        .resideInAPackage("io.semlink.channel.physics")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.semlink.channel.link", "io.semlink.channel.air")
        .check(CLASSES);
  }

  @Test
  void physicsDoesNotUseInexactMathOrClocks() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.semlink.channel.service..", "io.semlink.channel.link..")
        .should()
        .callMethod(Math.class, "log", double.class)
        .orShould()
        .callMethod(Math.class, "exp", double.class)
        .orShould()
        .callMethod(Math.class, "pow", double.class, double.class)
        .orShould()
        .callMethod(Math.class, "log10", double.class)
        .orShould()
        .callMethod(Math.class, "sin", double.class)
        .orShould()
        .callMethod(Math.class, "cos", double.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("a run is repeated to the last bit on every machine")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.semlink.channel.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
