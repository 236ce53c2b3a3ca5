package org.huizhen.server.media;

/**
 * What a check of a server that carries media has found.
 *
 * @param words what was seen, or what is wrong and what to look at
 */
public record Finding(boolean well, String words) {}
