package org.huizhen.server.core;

import java.util.UUID;

/** An identifier that knows what it identifies; on the wire and in the database it is its UUID. */
public interface Id {
    UUID value();
}
