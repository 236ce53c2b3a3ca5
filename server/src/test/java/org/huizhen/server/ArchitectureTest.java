package org.huizhen.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layers of the house: each package may import those of layers below it, and a few named neighbours. */
final class ArchitectureTest {
    private static final String ROOT = "org.huizhen.server";
    /** From the ground up; features stand side by side. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("core"),
            Set.of("database", "blob"),
            Set.of("access", "job", "cluster", "media"),
            Set.of("http"),
            Set.of("audit"),
            Set.of("organization"),
            Set.of("identity", "patient"),
            Set.of(
                    "order",
                    "imaging",
                    "ecg",
                    "reading",
                    "recognition",
                    "consultation",
                    "signaling",
                    "referral",
                    "support"),
            Set.of("exchange", "figures"),
            Set.of(""));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void packagesImportOnlyFromLayersBelow() {
        Map<String, Integer> layer = new HashMap<>();
        for (int i = 0; i < LAYERS.size(); i++) {
            for (String name : LAYERS.get(i)) {
                layer.put(name, i);
            }
        }
        Set<String> wrong = new TreeSet<>();
        forEachImport((from, to) -> {
            String upper = feature(from);
            String lower = feature(to);
            if (!layer.containsKey(upper)) {
                wrong.add("package " + upper + " stands in no layer");
            } else if (!upper.equals(lower) && layer.get(lower) >= layer.get(upper)) {
                wrong.add(upper + " imports " + lower + ": " + from.getSimpleName() + " → " + to.getSimpleName());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    /** Inside signaling: message ← room, call ← register ← sockets and sessions. */
    @Test
    void signalingRestsOnRoomsAndTheseOnMessages() {
        String sockets = ROOT + ".signaling";
        String room = sockets + ".room";
        String message = sockets + ".message";
        Map<String, Integer> floor = Map.of(
                message,
                0,
                room,
                1,
                sockets + ".call",
                1,
                sockets + ".register",
                2,
                sockets + ".recording",
                3,
                sockets,
                4);
        List<String> wrong = new ArrayList<>();
        forEachImport((from, to) -> {
            String upper = from.getPackageName();
            String lower = to.getPackageName();
            if (floor.containsKey(upper)
                    && floor.containsKey(lower)
                    && !upper.equals(lower)
                    && floor.get(lower) >= floor.get(upper)) {
                wrong.add(from.getName() + " imports " + to.getName());
            }
        });
        assertThat(wrong).isEmpty();
        noClasses()
                .that()
                .resideInAnyPackage(room, message)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(classes);
    }

    /** Rooms know the port; Kurento's client is known behind it alone. */
    @Test
    void theMediaServerStandsBehindItsPort() {
        String adapter = ROOT + ".media.kurento..";
        noClasses()
                .that()
                .resideOutsideOfPackage(adapter)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.kurento..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".signaling..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(adapter)
                .check(classes);
    }

    @Test
    void onlyTheTopKnowsTheConstructionOfFeatures() {
        List<String> wrong = new ArrayList<>();
        forEachImport((from, to) -> {
            if (to.getPackageName().equals(ROOT) && !from.getPackageName().equals(ROOT)) {
                wrong.add(from.getName() + " imports " + to.getSimpleName());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void packagesSayWhatTheyAreAbout() {
        Set<String> vague = Set.of("util", "common", "helper", "impl", "model", "dto", "manager");
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .noneMatch(name -> List.of(name.split("\\.")).stream().anyMatch(vague::contains));
        assertThat(classes.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.endsWith("Impl") || name.endsWith("Manager") || name.matches("I[A-Z][a-z].*"));
    }

    private interface Import {
        void check(JavaClass from, JavaClass to);
    }

    private static void forEachImport(Import check) {
        for (JavaClass from : classes) {
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (to.getPackageName().startsWith(ROOT)) {
                    check.check(from, to);
                }
            });
        }
    }

    /** The first package below the root; empty at the top. */
    private static String feature(JavaClass type) {
        return Optional.of(type.getPackageName())
                .filter(name -> name.length() > ROOT.length())
                .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
                .orElse("");
    }
}
