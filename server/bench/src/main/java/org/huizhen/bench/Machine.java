package org.huizhen.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What figures were measured on. */
final class Machine {
    private Machine() {}

    static void describe(ObjectNode node) {
        node.put("processors", Runtime.getRuntime().availableProcessors())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", Runtime.version().toString());
    }
}
