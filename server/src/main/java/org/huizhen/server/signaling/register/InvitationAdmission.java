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
        return obstacle(handle, RoomRows.find(handle, room));
    }

    private static Optional<SignalError> obstacle(Handle handle, Optional<RoomRecord> room) {
        return room.filter(found -> found.about().isPresent()
                        && Consents.of(handle, found.id()).isEmpty())
                .map(found -> SignalError.CONSENT_REQUIRED);
    }

    @Override
    public Optional<RoomRole> expected(Handle handle, RoomId room, Actor.Person person) {
        Optional<RoomRecord> found = RoomRows.find(handle, room);
        return opened(found, person) ? Optional.of(RoomRole.HOST) : invited(Invitations.reaching(handle, room, person));
    }

    @Override
    public Judgement judge(Handle handle, RoomId room, Actor.Person person) {
        Optional<RoomRecord> found = RoomRows.find(handle, room);
        List<Invitations.Invitation> reaching = Invitations.reaching(handle, room, person);
        return new Judgement(
                barred(reaching),
                opened(found, person) ? Optional.of(RoomRole.HOST) : invited(reaching),
                obstacle(handle, found));
    }

    private static boolean opened(Optional<RoomRecord> room, Actor.Person person) {
        return room.filter(found -> found.openedBy().equals(person.userId())).isPresent();
    }

    private static boolean barred(List<Invitations.Invitation> reaching) {
        return reaching.stream().anyMatch(Invitations.Invitation::barred);
    }

    private static Optional<RoomRole> invited(List<Invitations.Invitation> reaching) {
        return barred(reaching)
                ? Optional.empty()
                : reaching.stream().findFirst().map(Invitations.Invitation::role);
    }
}
