#!/usr/bin/env python3
"""Writes Grafana's dashboards, dashboards/*.json: what they show is said here once, in few words.

    python3 deploy/grafana/dashboards.py           write them
    python3 deploy/grafana/dashboards.py --check   fail if they are not what this file says

Needs nothing but Python 3.9 or newer. Queries may use the metrics of SemlinkMetrics, gRPC's, the
JVM's and the breakers', and the recording rules in deploy/prometheus; a test runs each of them
against a running link.
"""

import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "dashboards"
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
WIDTH = 24

# The stages of a photo, in their order; the waterfall has a bar for each.
STAGES = [
    ("transmitter", stage)
    for stage in ("read", "importance", "caption", "analyse", "decide", "code", "send")
] + [("channel", stage) for stage in ("account", "relay")] + [
    ("receiver", stage)
    for stage in ("check", "entropy_decode", "synthesise", "preview", "inpaint", "compose", "report")
]

GREEN, YELLOW, RED = "green", "yellow", "red"


def steps(*pairs):
    """Colours from a value on; the first holds from below."""
    return [
        {"color": colour, "value": None if at == 0 else value}
        for at, (colour, value) in enumerate(pairs)
    ]


def up_is_good():
    return steps((RED, None), (GREEN, 1))


def query(expr, legend="", *, instant=False, exemplar=False, table=False):
    target = {"expr": expr, "legendFormat": legend, "instant": instant, "range": not instant}
    if exemplar:
        target["exemplar"] = True
    if table:
        target["format"] = "table"
    return target


class Panel:
    """One panel: what it shows, in which unit, and how wide it is (of 24 columns)."""

    def __init__(self, kind, title, description, unit, queries, *, width=12, height=8,
                 thresholds=None, stack=False, maximum=None, minimum=0, mappings=None,
                 options=None, transformations=None, decimals=None):
        self.kind, self.title, self.description, self.unit = kind, title, description, unit
        self.queries, self.width, self.height = queries, width, height
        self.thresholds, self.stack = thresholds, stack
        self.maximum, self.minimum, self.mappings = maximum, minimum, mappings
        self.options, self.transformations, self.decimals = options, transformations, decimals

    def json(self, number, x, y):
        defaults = {
            "unit": self.unit,
            "color": {"mode": "thresholds" if self.thresholds and self.kind != "timeseries"
                      else "palette-classic"},
            "thresholds": {"mode": "absolute", "steps": self.thresholds or steps((GREEN, None))},
            "mappings": self.mappings or [],
        }
        for key, value in (("max", self.maximum), ("min", self.minimum),
                           ("decimals", self.decimals)):
            if value is not None:
                defaults[key] = value
        if self.kind == "timeseries":
            defaults["custom"] = {
                "lineWidth": 1,
                "fillOpacity": 30 if self.stack else 0,
                "showPoints": "never",
                "stacking": {"mode": "normal" if self.stack else "none", "group": "A"},
                "thresholdsStyle": {"mode": "line" if self.thresholds else "off"},
            }
        panel = {
            "id": number,
            "type": self.kind,
            "title": self.title,
            "description": self.description,
            "datasource": DATASOURCE,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": self.height},
            "fieldConfig": {"defaults": defaults, "overrides": []},
            "options": self.options or DEFAULT_OPTIONS[self.kind],
            "targets": [
                {"refId": chr(ord("A") + at), "datasource": DATASOURCE, **target}
                for at, target in enumerate(self.queries)
            ],
        }
        if self.transformations:
            panel["transformations"] = self.transformations
        return panel


DEFAULT_OPTIONS = {
    "timeseries": {
        "legend": {"displayMode": "table", "placement": "right", "calcs": ["mean", "lastNotNull"]},
        "tooltip": {"mode": "multi", "sort": "desc"},
    },
    "stat": {
        "colorMode": "value",
        "graphMode": "area",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    },
    "bargauge": {
        "orientation": "horizontal",
        "displayMode": "basic",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    },
    "state-timeline": {
        "mergeValues": True,
        "showValue": "never",
        "legend": {"displayMode": "list", "placement": "bottom"},
    },
    "heatmap": {
        "calculate": False,
        "color": {"mode": "scheme", "scheme": "Blues", "steps": 64},
        "yAxis": {"unit": "s"},
        "tooltip": {"mode": "single", "yHistogram": True},
        "legend": {"show": True},
    },
    "barchart": {
        "orientation": "vertical",
        "showValue": "always",
        "legend": {"showLegend": False, "displayMode": "list", "placement": "bottom"},
        "tooltip": {"mode": "single"},
    },
}


def stat(title, description, unit, expr, *, thresholds=None, maximum=None, decimals=None, width=4):
    return Panel("stat", title, description, unit, [query(expr)], width=width, height=4,
                 thresholds=thresholds, maximum=maximum, decimals=decimals)


def graph(title, description, unit, queries, **more):
    return Panel("timeseries", title, description, unit, queries, **more)


def quantiles(metric, labels, by=()):
    """p50, p95 and p99 of a histogram."""
    grouping = ", ".join((*by, "le"))
    names = " ".join("{{%s}}" % label for label in by)
    return [
        query(
            "histogram_quantile(%s, sum by (%s) (rate(%s_bucket{%s}[$__rate_interval])))"
            % (quantile, grouping, metric, labels),
            ("p%d %s" % (round(100 * quantile), names)).strip(),
            exemplar=True,
        )
        for quantile in (0.5, 0.95, 0.99)
    ]


def heat(title, description, metric, labels, **more):
    return Panel("heatmap", title, description, "short",
                 [query("sum by (le) (increase(%s_bucket{%s}[$__rate_interval]))" % (metric, labels),
                        "{{le}}") | {"format": "heatmap"}], **more)


def mapped(*words):
    """Words for the values 0, 1, ... in colours."""
    return [{
        "type": "value",
        "options": {str(value): {"text": text, "color": colour, "index": value}
                    for value, (text, colour) in enumerate(words)},
    }]


TRANSMIT = 'method="Transmit",status_code="OK"'

OVERVIEW = [
    ("How it is", [
        stat("Services up", "Instances of the three services that answer scrapes, of all.",
             "percentunit", 'avg(up{job=~"transmitter|channel|receiver"})',
             thresholds=steps((RED, None), (GREEN, 1)), maximum=1),
        stat("Peers up", "Peers that answer the health checks of those who call them, of all.",
             "percentunit", "avg(semlink_peer_up)", thresholds=steps((RED, None), (GREEN, 1)),
             maximum=1),
        stat("Goodput", "Photos per second that ended with a report.", "reqps",
             "semlink:transmit_ok:rate5m", decimals=2),
        stat("Errors", "Share of photos that failed through no fault of the client; objective: 1 %.",
             "percentunit", "semlink:transmit_errors:ratio_rate5m",
             thresholds=steps((GREEN, None), (YELLOW, 0.01), (RED, 0.06)), maximum=1),
        stat("Slower than 10 s", "Share of photos that took longer; objective: 5 %.", "percentunit",
             "semlink:transmit_slow:ratio_rate5m",
             thresholds=steps((GREEN, None), (YELLOW, 0.05), (RED, 0.2)), maximum=1),
        stat("GVIF", "Mean of what was sent: share of the visual information that matters.",
             "percentunit", "semlink:gvif_ratio:mean_rate5m",
             thresholds=steps((RED, None), (YELLOW, 0.15), (GREEN, 0.25)), maximum=1),
    ]),
    ("Requests", [
        graph("Requests by outcome and reason",
              "Calls that ended, of each service. A reason is the one in the error's ErrorInfo.",
              "reqps",
              [query('sum by (service, outcome, reason)'
                     ' (rate(semlink_requests_total{service=~"$service"}[$__rate_interval]))',
                     "{{service}} {{outcome}} {{reason}}")], stack=True),
        graph("Time of a photo", "From the first byte of the request to the report.", "s",
              quantiles("grpc_server_processing_duration_seconds", TRANSMIT),
              thresholds=steps((GREEN, None), (RED, 10))),
        graph("Burn rate of the error budget",
              "Times faster than the objective allows. 14.4 over an hour uses 2 % of a month's budget.",
              "none",
              [query("semlink:transmit_errors:ratio_rate%s / 0.01" % window, window)
               for window in ("5m", "1h", "6h", "3d")],
              thresholds=steps((GREEN, None), (YELLOW, 1), (RED, 14.4))),
        graph("Queues", "Requests that wait for a worker, and how many may.", "short",
              [query('semlink_queue_depth{service=~"$service"}', "{{service}} waiting"),
               query('semlink_queue_capacity{service=~"$service"}', "{{service}} capacity")]),
        graph("Degraded results", "What results lacked of what was asked for, by reason.", "cps",
              [query("sum by (reason) (rate(semlink_degraded_total[$__rate_interval]))",
                     "{{reason}}")], stack=True),
        Panel("state-timeline", "Ready, and peers up",
              "Whether each service takes work, and whether it reaches those it calls.", "none",
              [query('min by (service) (semlink_ready{service=~"$service"})', "{{service}} ready"),
               query('min by (service, peer) (semlink_peer_up{service=~"$service"})',
                     "{{service}} to {{peer}}")],
              mappings=mapped(("no", RED), ("yes", GREEN)), thresholds=up_is_good(), maximum=1),
    ]),
    ("What is sent", [
        graph("GVIF over time", "Mean and quantiles of what was sent.", "percentunit",
              [query("semlink:gvif_ratio:mean_rate5m", "mean")] + [
                  query("histogram_quantile(%s, sum by (le)"
                        " (rate(semlink_gvif_ratio_bucket[$__rate_interval])))" % quantile,
                        "p%d" % round(100 * quantile))
                  for quantile in (0.1, 0.5, 0.9)], maximum=1),
        Panel("barchart", "GVIF against SNR",
              "Mean over the time shown, by the link's mean SNR in bands of 5 dB; the lower end of"
              " each is named.", "percentunit",
              [query("sum by (snr_from_db) (increase(semlink_gvif_ratio_sum[$__range]))"
                     " / sum by (snr_from_db) (increase(semlink_gvif_ratio_count[$__range]))",
                     "{{snr_from_db}} dB", instant=True, table=True)],
              maximum=1,
              options={**DEFAULT_OPTIONS["barchart"], "xField": "snr_from_db"},
              transformations=[
                  {"id": "convertFieldType", "options": {"conversions": [
                      {"targetField": "snr_from_db", "destinationType": "number"}]}},
                  {"id": "sortBy", "options": {"sort": [{"field": "snr_from_db"}]}},
                  {"id": "convertFieldType", "options": {"conversions": [
                      {"targetField": "snr_from_db", "destinationType": "string"}]}},
                  {"id": "organize", "options": {
                      "excludeByName": {"Time": True},
                      "renameByName": {"Value": "GVIF"}}},
              ]),
        graph("Bits by segment", "What the bits on the air are spent on.", "bps",
              [query("segment:semlink_bits:rate5m", "{{segment}}")], stack=True),
        graph("Bits of a photo", "Mean of all segments.", "decbits",
              [query("sum(segment:semlink_bits:rate5m) / semlink:transmit_ok:rate5m", "bits")]),
        graph("Alpha", "Filtering threshold that was chosen: 0 sends every cell.", "percentunit",
              [query("sum(rate(semlink_alpha_ratio_sum[$__rate_interval]))"
                     " / sum(rate(semlink_alpha_ratio_count[$__rate_interval]))", "mean")] + [
                  query("histogram_quantile(%s, sum by (le)"
                        " (rate(semlink_alpha_ratio_bucket[$__rate_interval])))" % quantile,
                        "p%d" % round(100 * quantile))
                  for quantile in (0.1, 0.9)], maximum=1),
        graph("Operating point", "Of the codec that was chosen: 0 is the smallest and coarsest.",
              "none",
              [query("sum(rate(semlink_operating_point_sum[$__rate_interval]))"
                     " / sum(rate(semlink_operating_point_count[$__rate_interval]))", "mean")] + [
                  query("histogram_quantile(%s, sum by (le)"
                        " (rate(semlink_operating_point_bucket[$__rate_interval])))" % quantile,
                        "p%d" % round(100 * quantile))
                  for quantile in (0.1, 0.9)]),
    ]),
]


def waterfall(name):
    return Panel(
        "bargauge", "Waterfall, %s" % name,
        "%s of each stage over 5 minutes, in the order of a photo." % name, "s",
        [query('service_stage:semlink_stage_seconds:%s_rate5m{service="%s",stage="%s"}'
               % (name, service, stage), "%s %s" % (service, stage))
         for service, stage in STAGES],
        width=8, height=16, thresholds=steps((GREEN, None), (YELLOW, 1), (RED, 5)))


LATENCY = [
    ("Latency waterfall", [waterfall("p50"), waterfall("p95"), waterfall("p99")]),
    ("Over time", [
        graph("Mean time of the stages, one upon the other",
              "Where the time of a photo goes. Stages of different services may overlap.", "s",
              [query("sum by (service, stage)"
                     ' (rate(semlink_stage_seconds_sum{service=~"$service"}[$__rate_interval]))'
                     " / sum by (service, stage)"
                     ' (rate(semlink_stage_seconds_count{service=~"$service"}[$__rate_interval]))',
                     "{{service}} {{stage}}")], stack=True),
        graph("p95 of the stages", "Over 5 minutes.", "s",
              [query('service_stage:semlink_stage_seconds:p95_rate5m{service=~"$service"}',
                     "{{service}} {{stage}}")]),
        graph("Time of a photo", "From the first byte of the request to the report.", "s",
              quantiles("grpc_server_processing_duration_seconds", TRANSMIT),
              thresholds=steps((GREEN, None), (RED, 10))),
        heat("Times of photos", "How many photos took how long.",
             "grpc_server_processing_duration_seconds", TRANSMIT),
        heat("Times of inpainting", "How many pictures took how long to paint.",
             "semlink_stage_seconds", 'service="receiver",stage="inpaint"'),
        graph("Calls from service to service", "p95, as the caller sees it.", "s",
              [query("histogram_quantile(0.95, sum by (job, method, le) (rate("
                     'grpc_client_processing_duration_seconds_bucket{job=~"$service"}'
                     "[$__rate_interval])))", "{{job}} {{method}}", exemplar=True)]),
    ]),
]

LINK = 'link=~"$link"'
LINKS = [
    ("State", [
        graph("SNR", "Receive SNR of each link in its present block.", "dB",
              [query("semlink_snr_db{%s}" % LINK, "{{link}}")], minimum=None),
        graph("Changes of links", "Through the admin service: update, reset, replay, delete.",
              "short",
              [query("sum by (link, change)"
                     " (increase(semlink_link_changes_total{%s}[$__rate_interval]))" % LINK,
                     "{{link}} {{change}}")]),
    ]),
    ("Transmissions", [
        graph("Transmissions", "Photos on the air per second.", "cps",
              [query("link:semlink_transmissions:rate5m{%s}" % LINK, "{{link}}")]),
        graph("Outage ratio", "Share of transmissions of which part did not arrive.", "percentunit",
              [query("link:semlink_outages:ratio_rate5m{%s}" % LINK, "{{link}}")],
              thresholds=steps((GREEN, None), (RED, 0.2)), maximum=1),
        graph("Outages", "In the time between two points.", "short",
              [query("sum by (link) (increase(semlink_outages_total{%s}[$__rate_interval]))" % LINK,
                     "{{link}}")]),
        graph("Air time", "Accounted time on the air of a transmission.", "s",
              quantiles("semlink_air_seconds", LINK, ("link",))),
        heat("Air times", "How many transmissions took how long on the air.",
             "semlink_air_seconds", LINK),
        graph("How late paced links are", "Later than their air time segments were handed on; p99.",
              "s",
              [query("link:semlink_pacing_lateness_seconds:p99_rate5m{%s}" % LINK, "{{link}}")],
              thresholds=steps((GREEN, None), (RED, 0.01))),
        graph("Blocks sent again", "On links with symbols: rounds after the first.", "cps",
              [query("sum by (link) (rate(semlink_retransmissions_total{%s}[$__rate_interval]))"
                     % LINK, "{{link}}")]),
        graph("Blocks lost", "On links with symbols: failed in every round there was time for.",
              "cps",
              [query("sum by (link) (rate(semlink_residual_errors_total{%s}[$__rate_interval]))"
                     % LINK, "{{link}}")]),
    ]),
]

JOB = 'job=~"$service"'
RUNTIME = [
    ("Guards between the services", [
        Panel("state-timeline", "Breakers",
              "Of each caller, towards each peer. An open breaker refuses calls at once.", "none",
              [query("max by (job, name) (resilience4j_circuitbreaker_state"
                     '{%s,state="half_open"})'
                     " + 2 * max by (job, name) (resilience4j_circuitbreaker_state"
                     '{%s,state="open"})' % (JOB, JOB), "{{job}} to {{name}}")],
              mappings=mapped(("closed", GREEN), ("half open", YELLOW), ("open", RED)),
              thresholds=steps((GREEN, None), (YELLOW, 1), (RED, 2)), maximum=2),
        graph("Calls through the breakers", "By how they ended.", "reqps",
              [query("sum by (job, name, kind) (rate("
                     "resilience4j_circuitbreaker_calls_seconds_count{%s}[$__rate_interval]))" % JOB,
                     "{{job}} to {{name}} {{kind}}"),
               query("sum by (job, name) (rate("
                     "resilience4j_circuitbreaker_not_permitted_calls_total{%s}[$__rate_interval]))"
                     % JOB, "{{job}} to {{name}} not permitted")], stack=True),
        graph("Places in the bulkheads", "Calls to a peer that may still be made at once.", "short",
              [query("min by (job, name)"
                     " (resilience4j_bulkhead_available_concurrent_calls{%s})" % JOB,
                     "{{job}} to {{name}}")]),
        graph("Permissions of the rate limiters", "Calls to a peer that may still begin in the"
              " present period.", "short",
              [query("min by (job, name) (resilience4j_ratelimiter_available_permissions{%s})" % JOB,
                     "{{job}} to {{name}}")]),
        graph("Time limiters", "Calls to a peer by whether they kept their limit.", "reqps",
              [query("sum by (job, name, kind)"
                     " (rate(resilience4j_timelimiter_calls_total{%s}[$__rate_interval]))" % JOB,
                     "{{job}} to {{name}} {{kind}}")]),
        graph("Retries", "Of whole requests, at the one layer that retries.", "reqps",
              [query("sum by (job, name, kind)"
                     " (rate(resilience4j_retry_calls_total{%s}[$__rate_interval]))" % JOB,
                     "{{job}} to {{name}} {{kind}}")]),
    ]),
    ("gRPC", [
        graph("Calls answered, by status", "All methods.", "reqps",
              [query("sum by (job, method, status_code) (rate("
                     "grpc_server_processing_duration_seconds_count{%s}[$__rate_interval]))" % JOB,
                     "{{job}} {{method}} {{status_code}}")], stack=True),
        graph("Messages received and sent", "By servers.", "cps",
              [query("sum by (job) (rate("
                     "grpc_server_requests_received_messages_total{%s}[$__rate_interval]))" % JOB,
                     "{{job}} received"),
               query("sum by (job) (rate("
                     "grpc_server_responses_sent_messages_total{%s}[$__rate_interval]))" % JOB,
                     "{{job}} sent")]),
    ]),
    ("Processes", [
        graph("Memory", "Heap in use and its bound; resident: all that a container's limit counts.",
              "bytes",
              [query('sum by (job) (jvm_memory_used_bytes{%s,area="heap"})' % JOB, "{{job}} heap"),
               query('sum by (job) (jvm_memory_max_bytes{%s,area="heap"})' % JOB,
                     "{{job}} heap, at most"),
               query("sum by (job) (process_resident_memory_bytes{%s})" % JOB,
                     "{{job}} resident")]),
        graph("Standing still for the garbage collector", "Share of the time.", "percentunit",
              [query("sum by (job) (rate(jvm_gc_pause_seconds_sum{%s}[$__rate_interval]))" % JOB,
                     "{{job}}")], thresholds=steps((GREEN, None), (RED, 0.1))),
        graph("Processor", "Share of all cores that the process uses.", "percentunit",
              [query("process_cpu_usage{%s}" % JOB, "{{job}}")], maximum=1),
        graph("Threads", "Live threads.", "short",
              [query("jvm_threads_live_threads{%s}" % JOB, "{{job}}")]),
        graph("Files and sockets", "Open, and how many may be.", "short",
              [query("process_files_open_files{%s}" % JOB, "{{job}} open"),
               query("process_files_max_files{%s}" % JOB, "{{job}} at most")]),
        graph("Time since the start", "Falls to 0 at a restart.", "s",
              [query("process_uptime_seconds{%s}" % JOB, "{{job}}")]),
    ]),
    ("GPU", [
        stat("GPUs in use", "0: the networks run on the processor.", "none", "sum(semlink_gpus)",
             width=6),
        graph("Memory of the GPUs", "In use by the networks.", "bytes",
              [query('sum by (service) (semlink_gpu_memory_used_bytes{service=~"$service"})',
                     "{{service}}")], width=18),
    ]),
]


def variable(name, label, query_text):
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": DATASOURCE,
        "query": {"query": query_text, "refId": name},
        "definition": query_text,
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
    }


def annotation(name, expr, title, colour):
    return {
        "name": name,
        "datasource": DATASOURCE,
        "enable": True,
        "iconColor": colour,
        "expr": expr,
        "titleFormat": title,
        "step": "30s",
    }


ANNOTATIONS = [
    annotation("Restarts", 'changes(process_start_time_seconds{%s}[1m]) > 0' % JOB,
               "{{job}} was started", "orange"),
    annotation("Changes of links", "increase(semlink_link_changes_total[1m]) > 0",
               "{{link}}: {{change}}", "blue"),
    annotation("Alerts", 'ALERTS{alertname=~"Semlink.*",alertstate="firing"}', "{{alertname}}",
               "red"),
]


def dashboard(uid, title, description, rows):
    panels, y, number = [], 0, 0
    for row_title, row in rows:
        number += 1
        panels.append({"id": number, "type": "row", "title": row_title, "collapsed": False,
                       "panels": [], "gridPos": {"x": 0, "y": y, "w": WIDTH, "h": 1}})
        y += 1
        x = lowest = 0
        for panel in row:
            if x + panel.width > WIDTH:
                x, y = 0, y + lowest
                lowest = 0
            number += 1
            panels.append(panel.json(number, x, y))
            x += panel.width
            lowest = max(lowest, panel.height)
        y += lowest
    return {
        "uid": uid,
        "title": title,
        "description": description,
        "tags": ["semlink"],
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "10s",
        "time": {"from": "now-1h", "to": "now"},
        "timezone": "browser",
        "links": [{"type": "dashboards", "tags": ["semlink"], "asDropdown": False,
                   "title": "Semlink", "includeVars": True, "keepTime": True}],
        "annotations": {"list": ANNOTATIONS},
        "templating": {"list": [
            {"name": "datasource", "label": "Prometheus", "type": "datasource",
             "query": "prometheus", "current": {"text": "Prometheus", "value": "semlink-prometheus"}},
            variable("service", "Service", "label_values(semlink_build_info, service)"),
            variable("link", "Link", "label_values(semlink_snr_db, link)"),
        ]},
        "panels": panels,
    }


DASHBOARDS = [
    dashboard("semlink-overview", "Semlink: overview",
              "Whether photos get through, how fast, and how good they are.", OVERVIEW),
    dashboard("semlink-latency", "Semlink: latency",
              "Where the time of a photo goes, stage by stage.", LATENCY),
    dashboard("semlink-link", "Semlink: links",
              "What the simulated links are like and what they carry.", LINKS),
    dashboard("semlink-runtime", "Semlink: runtime",
              "Breakers and other guards, gRPC, memory, processor, GPU.", RUNTIME),
]


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    texts = {each["uid"] + ".json": json.dumps(each, indent=1) + "\n" for each in DASHBOARDS}
    if check:
        there = {file.name: file.read_text() for file in FOLDER.glob("*.json")}
        if there != texts:
            different = sorted(name for name in there.keys() | texts.keys()
                               if there.get(name) != texts.get(name))
            sys.exit("not as dashboards.py says: %s; run it" % ", ".join(different))
    else:
        FOLDER.mkdir(exist_ok=True)
        for name, text in texts.items():
            (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
