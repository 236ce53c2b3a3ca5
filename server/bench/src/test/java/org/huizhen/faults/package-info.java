/**
 * The fault suite's parts that no module owns alone: a file system that loses power, and what runs on it. May import
 * gateway, server and the demo.
 */
package org.huizhen.faults;
