import Basics
import DICOM
import Gateway
import Placement
import Testing

@Suite struct SettingsTests {
    private func problem(_ text: String) -> String? {
        do {
            _ = try GatewaySettings.parse(text, file: "f.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("an empty file is the default configuration")
    func empty() throws {
        let settings = try GatewaySettings.parse("", file: "f.yaml")
        #expect(settings.listen.address == "127.0.0.1")
        #expect(settings.listen.port == 8042)
        #expect(settings.stores.isEmpty)
    }

    @Test("every key of the reference is read")
    func complete() throws {
        let settings = try GatewaySettings.parse(
            """
            name: ring
            data: d
            shards: 3
            log-level: debug
            listen: {address: 127.0.0.2, port: 0}
            index: {connection: "host=h dbname=d"}
            stores:
              - {name: a-1, url: "http://h:1", username: u, priority: -2, weight: 0,
                 max-connections: 4}
            users:
              - {name: root, role: admin, password-hash: "$argon2id$x"}
            limits: {connections: 100, idle-seconds: 1.5, stale-after-seconds: 9}
            """,
            file: "f.yaml"
        )
        #expect(settings.name == "ring" && settings.shards == 3)
        #expect(settings.stores.first?.priority == -2 && settings.stores.first?.weight == 0)
        #expect(settings.users.first?.isAdmin == true)
        #expect(settings.limits.idle == .milliseconds(1500))
        guard case .connection(let text, nil) = settings.index else {
            Issue.record("not a connection")
            return
        }
        #expect(text == "host=h dbname=d")
    }

    @Test("rules of placement are read in their order")
    func placement() throws {
        let settings = try GatewaySettings.parse(
            """
            stores: [{name: a, url: "http://h:1", quota-bytes: 1000}]
            placement:
              copies: 2
              rules:
                - when: {modality: CT, calling-aet: [X*, Y], tags: {"0018,0015": HEAD}}
                  stores: {a: 3, later: 1}
                  strict: true
                - stores: {a: 1}
            """,
            file: "f.yaml"
        )
        let rules = settings.placement
        #expect(settings.stores.first?.quotaBytes == 1000)
        #expect(rules.copies == 2 && rules.rules.count == 2)
        #expect(rules.rules[0].conditions.count == 3 && rules.rules[0].isStrict)
        #expect(rules.wantedTags.map(\.description).sorted() == ["0008,0060", "0018,0015"])
        #expect(rules.rules[1].conditions.isEmpty && !rules.rules[1].isStrict)
    }

    @Test(
        "what can't be used is named with file, line and key",
        arguments: [
            (
                "listen:\n  prot: 1",
                "f.yaml:2: listen.prot: unknown key (known here: address, port, tls)"
            ),
            (
                "listen: {port: 70000}",
                "f.yaml:1: listen.port: must be a whole number from 0 to 65535"
            ),
            ("stores:\n- {url: 'http://a'}", "f.yaml:2: stores[0].name: is missing"),
            (
                "stores:\n- {name: A, url: 'http://a'}",
                "f.yaml:2: stores[0].name: must be 1 to 40 of a-z, 0-9 and -"
            ),
            (
                "stores:\n- {name: a, url: 'http://u:p@a'}",
                "f.yaml:2: stores[0].url: must hold no user or password; use `username` and `password`"
            ),
            (
                "stores:\n- {name: a, url: 'http://a', password: secret}",
                "f.yaml:2: stores[0].password: must be env:NAME or file:PATH; "
                    + "a secret never stands here itself"
            ),
            (
                "listen: {address: 0.0.0.0}",
                "f.yaml:1: listen: an address beyond this machine needs users "
                    + "(see docs/configuration.md)"
            ),
            (
                "placement:\n  rules:\n  - when: {tags: {Rows: 1}}\n    stores: {a: 1}",
                "f.yaml:3: placement.rules[0].when.tags.Rows: comes after SeriesInstanceUID "
                    + "(0020,000e): a file is placed before it is read that far"
            ),
            (
                "placement:\n  rules:\n  - when: {tags: {Nothing: 1}}\n    stores: {a: 1}",
                "f.yaml:3: placement.rules[0].when.tags.Nothing: no DICOM tag: use a keyword, "
                    + "or gggg,eeee in quotes"
            ),
            (
                "placement:\n  rules:\n  - when: {modality: CT}\n    stores: {a: 0}",
                "f.yaml:4: placement.rules[0].stores: must name one store at least, with its "
                    + "share (name: 1)"
            ),
            (
                "placement:\n  rules:\n  - strict: true",
                "f.yaml:3: placement.rules[0].stores: is missing"
            ),
            (
                "placement: {copies: 9}",
                "f.yaml:1: placement.copies: must be a whole number from 1 to 8"
            ),
            (
                "index: elsewhere",
                "f.yaml:1: index: must be `embedded` or a mapping with `connection`"
            ),
        ]
    )
    func refused(text: String, expected: String) {
        #expect(problem(text) == expected)
    }

    @Test("text that is no YAML is one line", arguments: ["a: [", "a: 1\na: 2", "\tx"])
    func notYAML(text: String) throws {
        let line = try #require(problem(text))
        #expect(line.hasPrefix("f.yaml") && !line.contains("\n"))
    }

    @Test("a secret never shows when it is printed")
    func secret() {
        #expect("\(Secret("x"))" == "<secret>")
        #expect(String(reflecting: Secret("x")) == "<secret>")
    }
}
