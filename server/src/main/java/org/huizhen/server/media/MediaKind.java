package org.huizhen.server.media;

/** Sound or picture. */
public enum MediaKind {
    AUDIO,
    VIDEO
}
