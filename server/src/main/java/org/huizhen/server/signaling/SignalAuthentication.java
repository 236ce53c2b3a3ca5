package org.huizhen.server.signaling;

import org.huizhen.server.core.Actor;
import org.huizhen.server.core.SessionId;

/** Who stands behind a hello; {@code identity} answers. Called on virtual threads, may block. */
public interface SignalAuthentication {

    /**
     * Redeems a one-time ticket.
     *
     * @throws org.huizhen.server.core.ApiException when it is unknown, used or too old
     */
    Actor.Person byTicket(String ticket);

    /** @throws org.huizhen.server.core.ApiException when the token is unknown or its session has ended */
    Actor.Person byToken(String token);

    /** Whether the session of the web server, from which the socket was opened, still stands. */
    boolean alive(SessionId session);
}
