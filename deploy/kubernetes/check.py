#!/usr/bin/env python3
"""Checks a built overlay for what a schema cannot know: python3 check.py FILE.yaml

Selectors find their pods, ports and probes are those the services have, names lead somewhere,
images are those that are built, nobody runs as root, and pods get the time their drain takes.
"""

import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
GRPC_PORTS = {"transmitter": 7401, "channel-sim": 7402, "receiver": 7403}
ADMIN_PORTS = {"transmitter": 8401, "channel-sim": 8402, "receiver": 8403}
CALLS = {"transmitter": ("SEMLINK_CHANNEL", "channel-sim"), "channel-sim": ("SEMLINK_RECEIVER", "receiver")}
# What a service may need beyond its drain to close what it uses, in seconds.
CLOSING = 15

failures = []


def expect(true, what):
    if not true:
        failures.append(what)


def seconds(duration):
    return float(re.fullmatch(r"([0-9.]+)s", duration).group(1))


def source(path):
    return (ROOT / path).read_text(encoding="utf-8")


def matches(selector, labels):
    return selector is not None and selector.items() <= labels.items()


def constant(name, text):
    """A constant of our own sources, so that manifests cannot drift away from them."""
    found = re.search(name + r'\s*=\s*"?([^";]+)', text)
    return found.group(1) if found else None


def check_pod(name, deployment, by_kind):
    spec = deployment["spec"]["template"]["spec"]
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    expect(matches(deployment["spec"]["selector"]["matchLabels"], labels), f"{name}: selector")
    expect(spec["serviceAccountName"] in by_kind["ServiceAccount"], f"{name}: service account")
    expect(spec.get("automountServiceAccountToken") is False, f"{name}: mounts a token")
    security = spec["securityContext"]
    expect(security.get("runAsNonRoot") is True and security.get("runAsUser") == 65532, f"{name}: user")
    expect(security["seccompProfile"]["type"] == "RuntimeDefault", f"{name}: seccomp")
    expect(len(spec["containers"]) == 1, f"{name}: containers")
    container = spec["containers"][0]
    own = container["securityContext"]
    expect(own["readOnlyRootFilesystem"] is True, f"{name}: root file system can be written")
    expect(own["allowPrivilegeEscalation"] is False, f"{name}: privileges can grow")
    expect(own["capabilities"]["drop"] == ["ALL"], f"{name}: capabilities")
    expect("memory" in container["resources"]["limits"], f"{name}: no memory limit")
    repository = container["image"].rsplit(":", 1)[0]
    expect(repository == "semlink/" + name, f"{name}: image {container['image']}")
    expect(name in source("deploy/containers/build.sh"), f"{name}: is not built")
    project = re.search(r"^  <version>(.*)</version>", source("pom.xml"), re.M).group(1)
    tag = container["image"].rsplit(":", 1)[-1]
    expect(tag in (project, project + "-gpu"), f"{name}: tag {tag}, the project is at {project}")

    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    expect(ports == {"grpc": GRPC_PORTS[name], "admin": ADMIN_PORTS[name]}, f"{name}: ports {ports}")
    volumes = {volume["name"] for volume in spec["volumes"]}
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    expect(volumes == set(mounts), f"{name}: volumes {volumes}, mounts {mounts}")

    environment = {}
    for reference in container["envFrom"]:
        config = by_kind["ConfigMap"].get(reference["configMapRef"]["name"])
        expect(config is not None, f"{name}: no config map {reference}")
        environment.update((config or {}).get("data", {}))
    launcher = "".join(file.read_text(encoding="utf-8")
                       for file in (ROOT / "deploy/launcher/src/main/java").rglob("*.java"))
    for variable in environment:
        expect("${env:%s:" % variable in launcher, f"{name}: no command reads {variable}")
    drain = seconds(environment["SEMLINK_DRAIN_DELAY"]) + seconds(environment["SEMLINK_DRAIN_TIMEOUT"])
    expect(spec["terminationGracePeriodSeconds"] >= drain + CLOSING, f"{name}: is killed while it drains")

    encrypted = environment["SEMLINK_PLAINTEXT"] != "true"
    for variable in ("SEMLINK_TLS_CERT", "SEMLINK_TLS_KEY", "SEMLINK_TLS_CA"):
        expect((variable in environment) == encrypted, f"{name}: {variable}")
        expect(not encrypted or environment[variable].startswith(mounts["tls"]), f"{name}: {variable} is not mounted")
    liveness = constant("String LIVENESS", source("chassis/src/main/java/io/semlink/chassis/GrpcServer.java"))
    admin = source("chassis/src/main/java/io/semlink/chassis/AdminServer.java")
    for kind, service, path in (("startupProbe", "", "/readyz"), ("readinessProbe", "", "/readyz"),
                                ("livenessProbe", liveness, "/healthz")):
        probe = container[kind]
        if encrypted:
            expect(probe.get("httpGet") == {"port": "admin", "path": path}, f"{name}: {kind}")
            expect("grpc" not in probe, f"{name}: {kind} would need TLS")
            expect('"%s"' % path in admin, f"{name}: the admin server has no {path}")
        else:
            expect(probe.get("grpc") == {"port": GRPC_PORTS[name], "service": service}, f"{name}: {kind}")

    if name in CALLS:
        variable, peer = CALLS[name]
        expect(environment.get(variable) == f"{peer}:{GRPC_PORTS[peer]}", f"{name}: {variable}")
        expect(peer in by_kind["Service"], f"{name}: {peer} is no service")


def check_service(name, service, deployments):
    spec = service["spec"]
    expect(spec["clusterIP"] == "None", f"service {name}: not headless")
    pods = deployments[name]["spec"]["template"]
    expect(matches(spec["selector"], pods["metadata"]["labels"]), f"service {name}: selector")
    expect({port["name"]: port["port"] for port in spec["ports"]}
           == {"grpc": GRPC_PORTS[name], "admin": ADMIN_PORTS[name]}, f"service {name}: ports")
    names = {port["name"] for port in pods["spec"]["containers"][0]["ports"]}
    expect({port["targetPort"] for port in spec["ports"]} <= names, f"service {name}: target ports")


def selects_some(what, selector, deployments):
    labels = selector.get("matchLabels", {})
    expect(any(matches(labels, each["spec"]["template"]["metadata"]["labels"])
               for each in deployments.values()), f"{what}: selects no pod")


def check_network(policies, deployments):
    """The path of a photo is open, and nothing else leads to a gRPC port."""
    deny = policies["default-deny"]["spec"]
    expect(deny["podSelector"] == {} and set(deny["policyTypes"]) == {"Ingress", "Egress"}
           and not deny.keys() & {"ingress", "egress"}, "default-deny does not deny")
    for name, policy in policies.items():
        selects_some("policy " + name, policy["spec"]["podSelector"], deployments)
    for caller, (_, peer) in CALLS.items():
        def leads(direction, of, to):
            return any(
                {"port": GRPC_PORTS[peer]} in rule["ports"]
                and [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": to}}}]
                == rule.get("to" if direction == "egress" else "from")
                for rule in policies[of]["spec"].get(direction, []))
        expect(leads("egress", caller, peer), f"policy {caller}: no way to {peer}")
        expect(leads("ingress", peer, caller), f"policy {peer}: not open to {caller}")


def main():
    by_kind = {}
    for document in yaml.safe_load_all(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")):
        by_kind.setdefault(document["kind"], {})[document["metadata"]["name"]] = document
        expect(document["kind"] == "Namespace" or document["metadata"].get("namespace") == "semlink",
               f"{document['kind']} {document['metadata']['name']}: namespace")
    deployments = by_kind["Deployment"]
    expect(deployments.keys() == GRPC_PORTS.keys() == by_kind["Service"].keys(), "services")
    for name, deployment in deployments.items():
        check_pod(name, deployment, by_kind)
    for name, service in by_kind["Service"].items():
        check_service(name, service, deployments)
    metrics = source("chassis/src/main/java/io/semlink/chassis/SemlinkMetrics.java").replace(".", "_")
    for name, scaler in by_kind["HorizontalPodAutoscaler"].items():
        target = scaler["spec"]["scaleTargetRef"]["name"]
        expect(target in deployments, f"autoscaler {name}: no {target}")
        expect("replicas" not in deployments[target]["spec"], f"{target}: replicas against its autoscaler")
        for metric in scaler["spec"]["metrics"]:
            expect('"%s"' % metric["pods"]["metric"]["name"] in metrics, f"autoscaler {name}: metric")
    for name, budget in by_kind["PodDisruptionBudget"].items():
        selects_some("budget " + name, budget["spec"]["selector"], deployments)
    check_network(by_kind["NetworkPolicy"], deployments)
    for failure in failures:
        print(f"{sys.argv[1]}: {failure}", file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
