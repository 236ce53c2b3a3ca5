package org.huizhen.synthetic;

/** The machine that acquires; its AE title is what it calls itself on the network. */
public record Device(String aeTitle, String institution, String manufacturer, String model) {}
