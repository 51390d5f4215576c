package io.semlink.chassis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void theChassisKnowsNothingOfWhatDrivesOnIt() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.semlink.chassis");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.semlink.link..",
            "io.semlink.codec..",
            "io.semlink.transmitter..",
            "io.semlink.channel..",
            "io.semlink.receiver..",
            "ai.djl..")
        .check(classes);
  }
}
