package org.huizhen.server.signaling.register;

import java.util.List;
import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** Whoever opened the room is its host, whoever is invited comes in; a patient's room asks for consent first. */
final class InvitationAdmission implements RoomAdmission {

    @Override
    public Optional<SignalError> obstacle(Handle handle, RoomId room) {
        boolean patient = RoomRows.find(handle, room).flatMap(RoomRecord::about).isPresent();
        return patient && Consents.of(handle, room).isEmpty()
                ? Optional.of(SignalError.CONSENT_REQUIRED)
                : Optional.empty();
    }

    @Override
    public Optional<RoomRole> expected(Handle handle, RoomId room, Actor.Person person) {
        if (RoomRows.find(handle, room)
                .filter(found -> found.openedBy().equals(person.userId()))
                .isPresent()) {
            return Optional.of(RoomRole.HOST);
        }
        List<Invitations.Invitation> reaching = Invitations.reaching(handle, room, person);
        if (reaching.stream().anyMatch(Invitations.Invitation::barred)) {
            return Optional.empty();
        }
        return reaching.stream().findFirst().map(Invitations.Invitation::role);
    }

    @Override
    public boolean barred(Handle handle, RoomId room, Actor.Person person) {
        return Invitations.reaching(handle, room, person).stream().anyMatch(Invitations.Invitation::barred);
    }
}
