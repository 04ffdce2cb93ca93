import LoadModel
import Testing

/// What stands around the traffic.
@Suite struct SettingRefusalTests {
    @Test(
        "a target that cannot be is refused, and a secret is never repeated",
        arguments: Refusal.targets
    )
    func target(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a source that cannot be is refused", arguments: Refusal.sources)
    func source(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a corpus or demand that cannot be is refused", arguments: Refusal.corpus)
    func corpora(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a load over time that cannot be is refused", arguments: Refusal.time)
    func times(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a load that some machines together can send is taken, however long it is")
    func large() throws {
        let traffic = "traffic: [{op: system, rate: 11000/s}]\n"
        _ = try ScenarioText.scenario("profile: [{hold: 24h}]", traffic: traffic)
        let bursts = "arrival: {kind: bursts, calmFor: 1s, burstFor: 500ms}\n"
        let scenario = try ScenarioText.scenario(bursts + "profile: [{hold: 168h}]")
        #expect(scenario.profile.duration == .seconds(168 * 3600))
    }

    @Test("a plan that cannot be carried out is refused", arguments: Refusal.plan)
    func plans(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }
}

extension Refusal {
    fileprivate static let targets: [Refusal] = [
        Refusal(
            "targets: [{auth: 'admin:geheim'}]",
            """
            t.yaml:4:18: targets[0].auth: a secret never stands here itself; expected env:NAME or \
            file:PATH
            """
        ),
        Refusal(
            "targets: [{url: 'http://u:geheim@h'}]",
            """
            t.yaml:4:17: targets[0].url: a URL holds no user or password; use `auth`; expected \
            http://HOST:PORT or https://HOST:PORT
            """
        ),
        Refusal(
            "targets: [{http2: always}]",
            "t.yaml:4:19: targets[0].http2: `always` stands here; expected auto or never"
        ),
        Refusal(
            "targets: [{url: 'ftp://h'}]",
            """
            t.yaml:4:17: targets[0].url: `ftp://h` stands here; expected http://HOST:PORT or \
            https://HOST:PORT
            """
        ),
        Refusal(
            "targets: [{url: 'http://h:70000'}]",
            """
            t.yaml:4:17: targets[0].url: `http://h:70000` stands here; expected http://HOST:PORT \
            or https://HOST:PORT
            """
        ),
        Refusal("targets: []", "t.yaml:4:10: targets: is empty; expected one entry at least"),
        Refusal(
            "targets: [{name: a}, {name: a}]",
            "t.yaml:4:29: targets[1].name: another target is named `a`"
        ),
        Refusal(
            "targets: [{tls: {verify: false}}]",
            "t.yaml:4:17: targets[0].tls: stands beside an http:// URL; expected https://"
        ),
        Refusal(
            "targets: [{url: 'https://h', tls: {key: k}}]",
            "t.yaml:4:41: targets[0].tls.key: stands without `certificate`; expected both or none"
        ),
        Refusal(
            "targets: [{tls: {verify: no}, url: 'https://h'}]",
            "t.yaml:4:26: targets[0].tls.verify: `no` stands here; expected true or false"
        ),
        Refusal(
            "targets: [{dicomWeb: wado}]",
            """
            t.yaml:4:22: targets[0].dicomWeb: `wado` stands here; expected a path that begins \
            with /
            """
        ),
        Refusal(
            "targets: [{dimse: {port: 4242}}]",
            "t.yaml:4:12: targets[0].dimse: native DIMSE is not spoken by this version yet"
        ),
    ]

    fileprivate static let sources: [Refusal] = [
        Refusal(
            "observe: [{kind: prometheus}]",
            """
            t.yaml:4:18: observe[0].kind: `prometheus` stands here; expected orthanc-metrics, \
            prometheus-text, proc or postgres
            """
        ),
        Refusal(
            "observe: [{every: 1s}]",
            """
            t.yaml:4:11: observe[0].kind: is missing; expected orthanc-metrics, prometheus-text, \
            proc or postgres
            """
        ),
        Refusal(
            "observe: [{kind: postgres, dsn: 'password=geheim'}]",
            """
            t.yaml:4:33: observe[0].dsn: a secret never stands here itself; expected env:NAME or \
            file:PATH
            """
        ),
        Refusal(
            "observe: [{kind: proc}]",
            "t.yaml:4:11: observe[0].pids: is missing; expected a list of names"
        ),
    ]

    fileprivate static let corpus: [Refusal] = [
        Refusal(
            "corpus: {transferSyntaxes: {jpeg2000: 20%}}",
            """
            t.yaml:4:10: corpus.transferSyntaxes: this version sends Explicit VR Little Endian \
            alone; it has no encoder for compressed images
            """
        ),
        Refusal(
            "corpus: {overrides: {ct: {share: 1}}}",
            """
            t.yaml:4:22: corpus.overrides: `ct` is no modality; expected two capital letters such \
            as CT
            """
        ),
        Refusal(
            "corpus: {preload: {targets: [other]}}",
            "t.yaml:4:29: corpus.preload.targets: `other` is no target; known: main"
        ),
        Refusal(
            "demand: {studies: 5/s}",
            """
            t.yaml:4:19: demand.studies: `5/s` is a rate; expected a rate such as 120000/year or \
            460/day
            """
        ),
        Refusal(
            "demand: {studies: 5/day, busyHourShare: 0}",
            "t.yaml:4:41: demand.busyHourShare: is 0; expected a share such as 10.1%"
        ),
    ]

    fileprivate static let time: [Refusal] = [
        Refusal(
            "arrival: often",
            """
            t.yaml:4:10: arrival: `often` stands here; expected poisson, deterministic or a \
            mapping with `kind: bursts`
            """
        ),
        Refusal(
            "arrival: {kind: bursts, calm: 0x, burst: 0x}",
            "t.yaml:4:42: arrival.burst: is 0x as `calm` is: nothing arrives"
        ),
        Refusal(
            "profile: [{hold: 1s, at: 2}]",
            """
            t.yaml:4:26: profile[0].at: `2` has no unit; expected a factor of the stated load \
            such as 0.25x
            """
        ),
        Refusal(
            "profile: [{hold: 1s, at: 0x}]",
            "t.yaml:4:10: profile: is 0x all the time: nothing arrives"
        ),
        Refusal(
            "profile: [{hold: 168h, at: 10000x}]",
            """
            t.yaml:4:10: profile: comes to 6,048,000,000 arrivals in all; 1,000,000,000 at most
            """
        ),
        Refusal(
            """
            arrival: {kind: bursts, burst: 1000x}
            profile: [{hold: 168h}]
            plan: {kind: fixed, repeats: 5}
            """,
            """
            t.yaml:5:10: profile: comes to 3,024,000,000 arrivals in all; 1,000,000,000 at most
            """
        ),
        Refusal(
            "arrival: {kind: bursts, calmFor: 1ms, burstFor: 1ms}\nprofile: [{hold: 168h}]",
            "t.yaml:4:10: arrival: changes 604,800,000 times in all; 10,000,000 at most"
        ),
        Refusal(
            "profile: [{hold: 1s, events: yes}]",
            "t.yaml:4:22: profile[0].events: faults are not injected by this version yet"
        ),
    ]

    fileprivate static let plan: [Refusal] = [
        Refusal(
            "plan: {kind: soak}",
            "t.yaml:4:14: plan.kind: `soak` stands here; expected fixed or capacity"
        ),
        Refusal(
            "plan: {repeats: 3}",
            "t.yaml:4:7: plan.kind: is missing; expected fixed or capacity"
        ),
        Refusal(
            "plan: {kind: fixed, start: 1x}",
            "t.yaml:4:21: plan.start: unknown key; known here: kind, repeats"
        ),
        Refusal(
            "plan: {kind: capacity}",
            "t.yaml:1:1: slo: a capacity plan needs a clause that states a quantile or errors"
        ),
        Refusal(
            """
            slo: [{op: system, p95: 1s}]
            plan: {kind: capacity, start: 5x, limit: 5x}
            """,
            "t.yaml:5:31: plan.start: is not below `limit`, which is 5x"
        ),
        Refusal(
            """
            slo: [{op: system, p95: 1s}]
            plan: {kind: capacity, sizes: [5, 3]}
            """,
            """
            t.yaml:5:35: plan.sizes[1]: `3` stands here; expected whole numbers from 1 to \
            10,000,000, ascending
            """
        ),
        Refusal(
            """
            slo: [{op: system, p95: 1s}]
            plan: {kind: capacity, sizes: [5]}
            corpus: {preload: {studies: 5}}
            """,
            "t.yaml:6:9: corpus: preload.studies stands beside plan.sizes; drop one"
        ),
        Refusal(
            """
            slo: [{op: system, p95: 1s}]
            plan: {kind: capacity}
            profile: [{hold: 1s}]
            """,
            "t.yaml:6:10: profile: stands beside a capacity plan, which makes its own steps"
        ),
        Refusal(
            """
            slo: [{op: system, p95: 1s}]
            plan: {kind: capacity}
            closedLoop: {workers: 1}
            """,
            "t.yaml:6:13: closedLoop: stands beside a capacity plan, which needs a schedule"
        ),
        Refusal(
            """
            closedLoop: {workers: 1}
            arrival: poisson
            """,
            "t.yaml:5:10: arrival: stands beside `closedLoop`, which has no schedule"
        ),
    ]
}
