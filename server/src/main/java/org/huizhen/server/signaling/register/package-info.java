/**
 * What is kept of rooms: who was invited, what the patient agreed to, who was there, what was said and drawn; the routes
 * of {@code /rooms}. May import {@code signaling.room}, {@code cluster}, {@code http}, {@code audit}, {@code access}, the people packages
 * and what lies below them.
 */
package org.huizhen.server.signaling.register;
