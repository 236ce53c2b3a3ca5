package org.huizhen.server.reading;

import org.huizhen.server.core.Actor;
import org.huizhen.server.core.UserId;

/** A person as others see them: id and the name they had then. */
record PersonRef(UserId id, String name) {
    static PersonRef of(Actor.Person person) {
        return new PersonRef(person.userId(), person.displayName());
    }

    /** The name, as it stands in sentences of refusals. */
    @Override
    public String toString() {
        return name;
    }
}
