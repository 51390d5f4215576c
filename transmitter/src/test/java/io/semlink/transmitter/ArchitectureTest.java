package io.semlink.transmitter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.semlink.transmitter");

  @Test
  void serviceDoesNotKnowTheOtherServices() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.semlink.receiver",
            "io.semlink.receiver.inpaint..",
            "io.semlink.channel.physics..",
            "io.semlink.channel.link..",
            "io.semlink.channel.service..")
        .check(classes);
  }

  @Test
  void consoleKnowsNothingOfHowPhotosAreCoded() {
    noClasses()
        .that()
        .resideInAPackage("io.semlink.transmitter.console")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.semlink.transmitter", "io.semlink.codec..")
        .check(classes);
  }
}
