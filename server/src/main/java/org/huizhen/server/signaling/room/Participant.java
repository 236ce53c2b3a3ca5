package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.Source;

/** A person in a room: several tabs perhaps, of which one carries media. Confined to the room's thread. */
final class Participant {
    final String id;
    final Actor.Person person;
    final RoomRole role;
    /** Who came later is the polite side of a negotiation. */
    final int order;

    final UUID stay;
    final Set<Right> rights;
    final Set<Source> muted = EnumSet.noneOf(Source.class);
    final Set<Source> locked = EnumSet.noneOf(Source.class);
    final Map<String, Track> tracks = new LinkedHashMap<>();
    /** Tabs, and since when each has no line. */
    private final Map<Seat, Optional<Instant>> seats = new LinkedHashMap<>();

    MediaMessage.Wanted mode = MediaMessage.Wanted.FULL;
    Instant handRaised;
    boolean away;
    boolean following = true;
    /** The tab that carries media, if any, and the number under which it does. */
    private Seat media;

    private long epoch;
    /** The tab whose media was released because its line was silent: it carries again when it is back. */
    private Seat silenced;

    Participant(String id, Actor.Person person, RoomRole role, int order, UUID stay) {
        this.id = id;
        this.person = person;
        this.role = role;
        this.order = order;
        this.stay = stay;
        this.rights = role.rights();
    }

    boolean may(Right right) {
        return rights.contains(right);
    }

    /** Viewers are a number to the others. */
    boolean listed() {
        return role != RoomRole.VIEWER;
    }

    Set<Seat> seats() {
        return seats.keySet();
    }

    void sit(Seat seat) {
        seats.put(seat, Optional.empty());
    }

    void lost(Seat seat, Instant since) {
        seats.computeIfPresent(seat, (known, before) -> Optional.of(since));
    }

    void rise(Seat seat) {
        seats.remove(seat);
        if (media == seat) {
            releaseMedia();
        }
        if (silenced == seat) {
            silenced = null;
        }
    }

    /** The tab that carries media has had no line for too long. */
    void silence() {
        silenced = media;
    }

    boolean silenced(Seat seat) {
        return silenced == seat;
    }

    boolean carriesMedia(Seat seat) {
        return media == seat;
    }

    Optional<Seat> media() {
        return Optional.ofNullable(media);
    }

    long epoch() {
        return epoch;
    }

    void carryMedia(Seat seat, long number) {
        tracks.clear();
        media = seat;
        silenced = null;
        epoch = number;
    }

    /** The room has moved to another plane: what is published stays, every connection is over. */
    void renumber(long number) {
        epoch = number;
    }

    void releaseMedia() {
        tracks.clear();
        media = null;
        epoch = 0;
    }

    /** Whether any tab is connected now. */
    boolean hasLine() {
        return seats.values().stream().anyMatch(Optional::isEmpty);
    }

    /** Whether the tab has had no line for that long. */
    boolean silent(Seat seat, Instant now, Duration limit) {
        return seats.getOrDefault(seat, Optional.empty())
                .filter(since -> !since.plus(limit).isAfter(now))
                .isPresent();
    }

    boolean allSilent(Instant now, Duration limit) {
        return seats.keySet().stream().allMatch(seat -> silent(seat, now, limit));
    }

    boolean showsVideo() {
        return tracks.values().stream().anyMatch(track -> track.source().video());
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("userId", person.userId().toString())
                .put("name", person.displayName())
                .put("organizationId", person.organizationId().toString())
                .put("role", role.identifier())
                .put("order", order)
                .put("state", away ? "away" : "present")
                .put("mode", mode.identifier())
                .put("following", following)
                .put("epoch", epoch);
        rights(node.putArray("rights"));
        sources(node.putArray("muted"), muted);
        sources(node.putArray("locked"), locked);
        ArrayNode sent = node.putArray("tracks");
        for (Track track : tracks.values()) {
            ObjectNode one = sent.addObject()
                    .put("track", track.id())
                    .put("source", track.source().identifier())
                    .put("kind", track.source().video() ? "video" : "audio");
            if (track.low()) {
                one.put("quality", "low");
            }
        }
        if (handRaised != null) {
            node.put("handRaised", handRaised.toString());
        }
        return node;
    }

    void rights(ArrayNode array) {
        rights.forEach(right -> array.add(right.identifier()));
    }

    private static void sources(ArrayNode array, Set<Source> sources) {
        sources.forEach(source -> array.add(source.identifier()));
    }
}
