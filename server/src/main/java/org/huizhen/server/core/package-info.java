/** Words everybody shares: typed ids, actors, event envelopes, refusals. Imports nothing of the server. */
package org.huizhen.server.core;
