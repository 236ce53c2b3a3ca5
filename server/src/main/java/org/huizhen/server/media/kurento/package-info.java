/**
 * The port to the media server, spoken to a Kurento Media Server by {@code kurento-client}. Its known faults are dealt with here
 * and nowhere else: nothing but this package may import {@code org.kurento}.
 */
package org.huizhen.server.media.kurento;
