package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Sends folders of Part 10 files to a port, one association a folder, all at once. */
interface Sender {
    String name();

    /** How one association is sent, to be printed. */
    String commandLine();

    /** Returns when every folder is sent and acknowledged. */
    void send(int port, List<Path> folders) throws IOException, InterruptedException;
}
