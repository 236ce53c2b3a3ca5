package org.huizhen.server.signaling.room;

import org.huizhen.server.signaling.message.Source;

/** Something that a participant sends. @param id as the participant's client calls it; @param low a camera's small picture */
record Track(String id, Source source, boolean low) {}
