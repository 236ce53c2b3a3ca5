package org.huizhen.gateway;

import java.util.Objects;

/** The version of this program. */
final class Version {
    private Version() {}

    /** As in the jar's manifest; {@code development} when run from class files. */
    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
