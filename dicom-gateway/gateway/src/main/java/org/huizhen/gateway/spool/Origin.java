package org.huizhen.gateway.spool;

/**
 * Which device sent an instance.
 *
 * @param address network address without port
 * @param characterSet what its texts are really in; empty where it labels them right
 */
public record Origin(String callingAeTitle, String address, String characterSet) {}
