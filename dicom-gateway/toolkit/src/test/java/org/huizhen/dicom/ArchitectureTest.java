package org.huizhen.dicom;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package of the toolkit may import which. */
@AnalyzeClasses(packages = "org.huizhen", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] GROUND = {"java..", "javax..", "org.slf4j..", "com.google.errorprone.annotations.."};
    private static final String NETTY = "io.netty..";
    private static final String JACKSON = "com.fasterxml.jackson.core..";

    @ArchTest
    static final ArchRule dataset = rule("dataset");

    @ArchTest
    static final ArchRule encoding = rule("encoding", "dataset", JACKSON);

    @ArchTest
    static final ArchRule directory = rule("directory", "dataset", "encoding");

    @ArchTest
    static final ArchRule pdu = rule("pdu", NETTY);

    @ArchTest
    static final ArchRule association = rule("association", "pdu", NETTY);

    @ArchTest
    static final ArchRule dimse = rule("dimse", "pdu", "encoding", "dataset", NETTY);

    @ArchTest
    static final ArchRule scp = rule("scp", "association", "dimse", "pdu", "encoding", "dataset", NETTY);

    @ArchTest
    static final ArchRule scu = rule("scu", "association", "dimse", "pdu", "encoding", "dataset", NETTY);

    @ArchTest
    static final ArchRule waveform = rule("waveform", "dataset", "encoding");

    @ArchTest
    static final ArchRule noCycles = slices().matching("org.huizhen.dicom.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule knowsNoProduct = noClasses()
            .that()
            .resideInAPackage("org.huizhen.dicom..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("org.huizhen..").and(resideOutsideOfPackages("org.huizhen.dicom..")))
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("java.sql.."))
            .allowEmptyShould(true);

    /** A package may use itself, the ground and what is named: packages of the toolkit in short, others in full. */
    private static ArchRule rule(String name, String... others) {
        String own = "org.huizhen.dicom." + name + "..";
        String[] allowed = new String[GROUND.length + others.length + 1];
        System.arraycopy(GROUND, 0, allowed, 0, GROUND.length);
        allowed[GROUND.length] = own;
        for (int i = 0; i < others.length; i++) {
            allowed[GROUND.length + 1 + i] =
                    others[i].contains(".") ? others[i] : "org.huizhen.dicom." + others[i] + "..";
        }
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .allowEmptyShould(true);
    }
}
