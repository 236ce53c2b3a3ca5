package org.huizhen.demo;

/** The programs that the demo starts. */
final class Programs {
    private Programs() {}

    static Program server() {
        return new Program(Program.findHome(), "server", "org.huizhen.server.Main", 768);
    }

    static Program gateway() {
        return new Program(Program.findHome(), "dicom-gateway/gateway", "org.huizhen.gateway.GatewayMain", 256);
    }
}
