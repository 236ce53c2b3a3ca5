package org.huizhen.gateway.spool;

/** An instance, as its sender and its first bytes describe it. */
public record Description(
        String sopInstanceUid, String sopClassUid, String transferSyntaxUid, Origin origin, InstanceHeader header) {}
