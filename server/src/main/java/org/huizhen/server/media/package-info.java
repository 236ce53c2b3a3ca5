/**
 * The media server as rooms use it: a place per room, a link per peer connection, recorders. Everything here is quick and may be
 * called by any thread; what the server says comes back to listeners on threads of its own. May import {@code core}.
 */
package org.huizhen.server.media;
