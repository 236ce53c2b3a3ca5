package org.huizhen.server.signaling;

import java.util.Optional;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.SessionId;

/** Who stands behind a hello; {@code identity} answers. Called on virtual threads, may block. */
public interface SignalAuthentication {

    /** Redeems a one-time ticket; empty when it is unknown, used or too old. */
    Optional<Actor.Person> byTicket(String ticket, String address);

    /**
     * Whose token this is; empty when it is nobody's.
     *
     * @throws org.huizhen.server.core.ApiException {@code session-expired}
     */
    Optional<Actor.Person> byToken(String token, String address);

    /** A new one-time ticket of the web session, good on every node. */
    String ticket(SessionId session);

    /** Those of the web server's sessions, from which sockets were opened, that stand no longer. */
    Set<SessionId> ended(Set<SessionId> sessions);
}
