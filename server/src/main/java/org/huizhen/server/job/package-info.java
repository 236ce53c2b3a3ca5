/** Recurring work that runs on one node at a time. May import {@code core} and {@code database}. */
package org.huizhen.server.job;
