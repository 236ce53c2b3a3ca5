/**
 * A client of STUN (RFC 8489) and TURN (RFC 8656) as far as it takes to say whether a server would relay for a browser.
 * Imports the media port and nothing else of the house.
 */
package org.huizhen.server.media.turn;
