/** Typed settings, validation with line numbers, secrets, keys and TLS material. Imports no other module. */
package org.huizhen.config;
