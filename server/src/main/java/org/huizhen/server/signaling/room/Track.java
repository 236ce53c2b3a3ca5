package org.huizhen.server.signaling.room;

import org.huizhen.server.signaling.message.Source;

/** Something that a participant sends. @param id as the participant's client calls it */
record Track(String id, Source source) {}
