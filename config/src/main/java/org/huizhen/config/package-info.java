/**
 * Typed settings of the center and of a clinic's gateway, read from the YAML files that IT staff edit, and the key
 * material and TLS identity that go with them.
 *
 * <p>May import: the JDK, SnakeYAML, Bouncy Castle, slf4j. Knows neither DICOM nor SQL nor any other module.
 */
package org.huizhen.config;
