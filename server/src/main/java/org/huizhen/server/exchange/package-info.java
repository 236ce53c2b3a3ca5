/**
 * Reports for the world outside: on paper as PDF, with a code by which anybody holding the paper can ask whether it stands.
 * May import the features, which it only reads.
 */
package org.huizhen.server.exchange;
