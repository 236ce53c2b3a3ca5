package org.huizhen.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;

/** What figures were measured on. */
final class Machine {
    private Machine() {}

    /** How many processes wanted a processor over the last minute; negative where the system does not say. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static void describe(ObjectNode node) {
        node.put("processors", Runtime.getRuntime().availableProcessors())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", Runtime.version().toString());
    }
}
