package org.huizhen.gateway;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The import directions that the package descriptions promise. */
@AnalyzeClasses(packages = "org.huizhen.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "org.huizhen.gateway.";

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.huizhen.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SPOOL_KNOWS_NOTHING_ELSE = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage(BASE + "spool")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BASE + "spool", "java..", "com.sun.nio.file", "org.slf4j");

    @ArchTest
    static final ArchRule RECEIVING_KNOWS_NO_FORWARDING = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(BASE + "receive")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + "forward", BASE + "status", BASE + "send", "java.net.http", "io.javalin..");

    @ArchTest
    static final ArchRule FORWARDING_KNOWS_NO_RECEIVING = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(BASE + "forward")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + "receive", BASE + "status", BASE + "send", "io.netty..", "io.javalin..");

    @ArchTest
    static final ArchRule SENDING_STANDS_ALONE = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(BASE + "send")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + "receive", BASE + "status", BASE + "spool");

    @ArchTest
    static final ArchRule THE_SERVER_IS_ANOTHER_PROGRAM =
            ArchRuleDefinition.noClasses().should().dependOnClassesThat().resideInAnyPackage("org.huizhen.server..");
}
