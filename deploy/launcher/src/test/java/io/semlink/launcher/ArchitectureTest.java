package io.semlink.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Arrows run one way, here and between the modules. */
final class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.semlink");

  @Test
  void servicesDoNotKnowEachOther() {
    String[] services = {"io.semlink.transmitter", "io.semlink.channel", "io.semlink.receiver"};
    for (String service : services) {
      for (String other : services) {
        if (!service.equals(other)) {
          // The contracts of a service live beside it, in packages that end in v1.
          noClasses()
              .that()
              .resideInAPackage(service + "..")
              .and()
              .resideOutsideOfPackage("..v1..")
              .should()
              .dependOnClassesThat(
                  com.tngtech.archunit.base.DescribedPredicate.describe(
                      "are of " + other,
                      type ->
                          type.getPackageName().startsWith(other)
                              && !type.getPackageName().endsWith(".v1")))
              .check(ALL);
        }
      }
    }
  }

  @Test
  void nothingKnowsTheLauncher() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.semlink.launcher..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.semlink.launcher..")
        .check(ALL);
  }

  @Test
  void theCodecKnowsNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage("io.semlink.codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "io.semlink.chassis..")
        .check(ALL);
  }

  @Test
  void theChassisKnowsNoImages() {
    noClasses()
        .that()
        .resideInAPackage("io.semlink.chassis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.semlink.codec..")
        .check(ALL);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.semlink.launcher.(*)..").should().beFreeOfCycles().check(ALL);
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.semlink.launcher.report..",
            "io.semlink.launcher.picture..",
            "io.semlink.launcher.eval..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.semlink.launcher")
        .check(ALL);
  }
}
