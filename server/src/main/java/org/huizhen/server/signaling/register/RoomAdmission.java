package org.huizhen.server.signaling.register;

import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/**
 * Who may enter which room, and whether anybody may yet. The invitation table answers for rooms opened by a plain call;
 * consultations answer for those that they plan.
 */
public interface RoomAdmission {

    /** Why nobody may come in yet: {@code consent-required}, {@code agreement-required}; empty when it may begin. */
    Optional<SignalError> obstacle(Handle handle, RoomId room);

    /** As what the person is expected; empty for strangers, who wait until a moderator lets them in. */
    Optional<RoomRole> expected(Handle handle, RoomId room, Actor.Person person);

    /**
     * All that is to be known about somebody at the door.
     *
     * @param barred a moderator has removed the person from this room
     * @param role as {@link #expected}
     * @param obstacle as {@link #obstacle}
     */
    record Judgement(boolean barred, Optional<RoomRole> role, Optional<SignalError> obstacle) {}

    /** In as few questions to the database as there can be: people come all at once. */
    Judgement judge(Handle handle, RoomId room, Actor.Person person);
}
