package io.semlink.receiver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages run one way. */
class ReceiverArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.semlink.receiver", "io.semlink.receiver.inpaint");

  @Test
  void inpaintingKnowsNoService() {
    noClasses()
        .that()
        .resideInAPackage("io.semlink.receiver.inpaint")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.semlink.receiver",
            "io.semlink.receiver.v1",
            "io.semlink.link..",
            "io.semlink.chassis..",
            "io.grpc..",
            "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void theReceiverKnowsNoOtherService() {
    noClasses()
        .that()
        .resideInAnyPackage("io.semlink.receiver", "io.semlink.receiver.inpaint")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.semlink.transmitter..", "io.semlink.channel..", "ai.djl..")
        .check(CLASSES);
  }
}
