/** Benchmarks and drivers of the fault suite; imports server, gateway and toolkit. */
package org.huizhen.bench;
