package org.huizhen.server.patient;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Who was linked with whom at one moment: what an action on groups of patients is undone by. Ids only.
 *
 * @param masters the master patients of the members, and those that their links come from
 * @param pairs what has been decided of pairs; only those that the action touches
 */
record GroupState(List<Member> members, List<Master> masters, List<Pair> pairs) {
    static final GroupState NONE = new GroupState(List.of(), List.of(), List.of());

    GroupState {
        members = members == null ? List.of() : List.copyOf(members);
        masters = masters == null ? List.of() : List.copyOf(masters);
        pairs = pairs == null ? List.of() : List.copyOf(pairs);
    }

    /** @param link null for one who stands at a master patient of their own */
    record Member(UUID id, UUID master, UUID mergedInto, Link link) {
        boolean samePlace(Member other) {
            return id.equals(other.id) && master.equals(other.master) && Objects.equals(mergedInto, other.mergedInto);
        }
    }

    record Link(UUID from, String linkedBy, String reason) {}

    record Master(UUID id, UUID mergedInto) {}

    /** @param state null when nobody has looked at the pair */
    record Pair(UUID a, UUID b, String state) {}
}
