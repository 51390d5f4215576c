/**
 * What operators see of the link: metrics, rules, alerts, dashboards and traces, checked with the
 * real Prometheus against the real services.
 */
package io.semlink.deploy.observe;
