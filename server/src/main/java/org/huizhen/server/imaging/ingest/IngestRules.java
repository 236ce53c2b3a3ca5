package org.huizhen.server.imaging.ingest;

import org.huizhen.server.imaging.CharacterSetOverrides;

/**
 * What ingest is told by configuration.
 *
 * @param largestInstance bytes of one instance
 * @param publicUrl begins the addresses in answers; empty for addresses from the root
 */
public record IngestRules(long largestInstance, String publicUrl, CharacterSetOverrides characterSets) {}
