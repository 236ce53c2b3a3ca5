package org.huizhen.server.signaling.message;

import java.util.OptionalLong;

/** A message and the id under which it is to be answered; the few that get no answer have none. */
public record Incoming(OptionalLong id, ClientMessage message) {}
